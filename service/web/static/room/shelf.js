/** What is kept on this device, because somebody asked for it. */

import { exported, forget, forgetEverything, forgetWord, imported, keep, kept, keptWords } from "./keeping.js";
import { KeepingError, LARGEST } from "./letterfile.js";
import { button, download, element, fileChosen, region } from "./page.js";
import { PROBLEMS, WORDS, imported as importedSaid, problemSaid, startOf, when } from "./words.js";

/** @typedef {import("./letterfile.js").Entry} Entry */

export class Shelf {
  /**
   * @param {() => Omit<import("./keeping.js").Wish, "letter" | "checks">} given  What there is to be kept.
   * @param {() => import("./letterfile.js").Check | undefined} check  What was said of the reading, if it was.
   * @param {(entry: Entry) => void} opened  Told of a letter that is to be looked at again.
   * @param {import("./taught.js").Taught} taught
   */
  constructor(given, check, opened, taught) {
    this._given = given;
    this._check = check;
    this._opened = opened;
    this._taught = taught;
    /** What is on the desk was kept as this, or came from it. @type {Entry | undefined} */
    this._entry = undefined;
    button("keep").addEventListener("click", () => void this._do(() => this._keep(), "shelf-note"));
    button("ended-keep").addEventListener("click", () => void this._do(() => this._keep(), "ended-note"));
    button("export").addEventListener("click", () => void this._do(() => this._export()));
    fileChosen("import", "import-file", (file) => void this._do(() => this._import(file)));
    button("forget").addEventListener("click", () => this._ask(true));
    button("forget-no").addEventListener("click", () => this._ask(false));
    button("forget-yes").addEventListener("click", () => void this._do(() => this._forgetAll()));
    region("shelf").addEventListener("toggle", () => void this._do(async () => ""));
    taught.addEventListener("kept", () => void this._look());
  }

  /** Another letter is on the desk: what is kept next is no version of the one before. */
  another() {
    this._entry = undefined;
  }

  async _keep() {
    const given = this._given();
    if (!given.text.trim()) return PROBLEMS["letter-empty"];
    const { letter, text, checks: before = [] } = this._entry ?? {};
    const checks = text === given.text ? before : []; // what was said of a version is kept with that one
    const check = this._check();
    const known = checks.some(({ when: then }) => then === check?.when);
    const all = known ? checks.map((one) => (one.when === check?.when ? check : one)) : [...checks, ...(check ? [check] : [])];
    this._entry = await keep({ letter, checks: all, ...given });
    return WORDS.kept;
  }

  async _export() {
    const blob = new Blob([JSON.stringify(await exported())], { type: "application/json" });
    download(blob, "readback-letters.json");
    return "";
  }

  /** @param {File} file */
  async _import(file) {
    if (file.size > LARGEST) throw new KeepingError("file-too-large");
    const { added, words } = await imported(await file.text());
    await this._taught.open();
    return importedSaid(added, words);
  }

  async _forgetAll() {
    await forgetEverything();
    this._taught.clear();
    this._entry = undefined;
    this._ask(false);
    return WORDS.forgotten;
  }

  /** @param {boolean} asking */
  _ask(asking) {
    region("forget-sure").hidden = !asking;
    button("forget").hidden = asking;
    // The button that was pressed is gone: the focus goes where one goes on.
    button(asking ? "forget-no" : "keep").focus();
  }

  /**
   * Do something with what is kept, say how it went, and show what is there now.
   * @param {() => Promise<string>} work
   * @param {string} note  Id of the place where it is said.
   */
  async _do(work, note = "shelf-note") {
    try {
      region(note).textContent = await work();
      await this._list();
    } catch (error) {
      region(note).textContent = problemSaid(error);
    }
  }

  /** Where it stands open, it shows what is kept now. */
  async _look() {
    if (element("shelf", HTMLDetailsElement).open) await this._list().catch(() => undefined);
  }

  async _list() {
    const [letters, words] = [await kept(), await keptWords()];
    const versions = letters.flatMap((letter) => letter.versions);
    region("kept").replaceChildren(...versions.map((one) => this._letter(one)), ...words.map((one) => this._word(one)));
    button("export").hidden = button("forget").hidden = !versions.length && !words.length;
  }

  /** @param {Entry} entry */
  _letter(entry) {
    const open = document.createElement("button");
    open.type = "button";
    open.textContent = `${when(entry.kept)}: ${startOf(entry.text)}`;
    open.addEventListener("click", () => {
      this._entry = entry;
      this._opened(entry);
    });
    return this._line(open, when(entry.kept), () => forget(entry.id));
  }

  /** @param {import("./letterfile.js").Word} word */
  _word({ word, said }) {
    const shown = document.createElement("span");
    shown.textContent = `${word}: ${said}`;
    return this._line(shown, word, async () => {
      await forgetWord(word);
      await this._taught.forget(word);
    });
  }

  /**
   * @param {HTMLElement} shown
   * @param {string} name  What is forgotten.
   * @param {() => Promise<void>} forgotten
   */
  _line(shown, name, forgotten) {
    const line = document.createElement("li");
    const gone = document.createElement("button");
    shown.className = "open";
    gone.type = "button";
    gone.textContent = WORDS.remove;
    gone.setAttribute("aria-label", `${WORDS.remove}: ${name}`);
    gone.addEventListener("click", () => {
      button("keep").focus();
      void this._do(async () => (await forgotten(), ""));
    });
    line.append(shown, gone);
    return line;
  }
}
