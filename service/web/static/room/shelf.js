/** What is kept on this device, because somebody asked for it. */

import { exported, forget, forgetEverything, imported, keep, kept } from "./keeping.js";
import { KeepingError, LARGEST } from "./letterfile.js";
import { button, download, fileChosen, region } from "./page.js";
import { PROBLEMS, WORDS, imported as importedSaid, problemSaid, startOf, when } from "./words.js";

/** @typedef {import("./letterfile.js").Entry} Entry */

export class Shelf {
  /**
   * @param {() => Omit<import("./keeping.js").Wish, "letter" | "checks">} given  What there is to be kept.
   * @param {() => import("./letterfile.js").Check | undefined} check  What was said of the reading, if it was.
   * @param {(entry: Entry) => void} opened  Told of a letter that is to be looked at again.
   */
  constructor(given, check, opened) {
    this._given = given;
    this._check = check;
    this._opened = opened;
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
    const { added } = await imported(await file.text());
    return importedSaid(added);
  }

  async _forgetAll() {
    await forgetEverything();
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
      this._list(await kept());
    } catch (error) {
      region(note).textContent = problemSaid(error);
    }
  }

  /** @param {import("./keeping.js").KeptLetter[]} letters */
  _list(letters) {
    region("kept").replaceChildren(...letters.flatMap(({ versions }) => versions.map((entry) => this._line(entry))));
    button("export").hidden = button("forget").hidden = !letters.length;
  }

  /** @param {Entry} entry */
  _line(entry) {
    const line = document.createElement("li");
    const open = document.createElement("button");
    const gone = document.createElement("button");
    open.type = gone.type = "button";
    open.textContent = `${when(entry.kept)}: ${startOf(entry.text)}`;
    open.className = "open";
    open.addEventListener("click", () => {
      this._entry = entry;
      this._opened(entry);
    });
    gone.textContent = WORDS.remove;
    gone.setAttribute("aria-label", `${WORDS.remove}: ${when(entry.kept)}`);
    gone.addEventListener("click", () => {
      button("keep").focus();
      void this._do(async () => (await forget(entry.id), ""));
    });
    line.append(open, gone);
    return line;
  }
}
