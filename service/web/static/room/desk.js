/** Where the letter is written: its text, who reads, at what pace, and how long that will take. */

import { read } from "./document.js";
import { known } from "./known.js";
import { button, element, fileChosen, input, region, select, show } from "./page.js";
import { pieces } from "./player/sheet.js";
import { WORDS, leavesTo, length, problemSaid, restsSaid, sendAndListen, speedSaid } from "./words.js";
import { found } from "./wording.js";

/** How long typing has to rest before its length is asked for, in milliseconds. */
const SETTLED = 250;

/** Dispatches `listen` when a reading is asked for, and `another` when another letter takes the place of the one here. */
export class Desk extends EventTarget {
  /**
   * @param {import("./service.js").Service} service
   * @param {import("./pace.js").Pace} pace
   * @param {import("./taught.js").Taught} taught
   */
  constructor(service, pace, taught) {
    super();
    this._service = service;
    this._pace = pace;
    this._taught = taught;
    this._text = element("letter", HTMLTextAreaElement);
    this._voice = select("voice");
    this._timer = 0;
    /** What was said beside the letter last, and what the plan of the reading says. */
    this._said = "";
    this._foretold = "";
    this._asked = new AbortController();
    this._listenToPeople();
    this._voiced();
    this._paced();
  }

  get letter() {
    return this._text.value;
  }

  set letter(letter) {
    this._text.value = letter;
    this.note("");
    this._soon();
  }

  get voice() {
    return this._voice.value;
  }

  /** What the service says of the voice. */
  get _voiceData() {
    return this._voice.selectedOptions[0]?.dataset ?? {};
  }

  /** The line before the letter, in the voice's language; empty where there is none in it. */
  get ownWords() {
    const { own = "", language = "" } = this._voiceData;
    return { line: own, language };
  }

  /** A voice that cannot read here leaves the choice as it is, and a sentence says so. */
  set voice(name) {
    if ([...this._voice.options].some((option) => option.value === name)) {
      this._voice.value = name;
      this._voiced();
    } else this.note(WORDS.otherVoice);
  }

  /** @returns {import("./service.js").Wish} */
  get wish() {
    const own = document.querySelector('input[name="own"]:checked');
    const preface = own instanceof HTMLInputElement && own.value === "spoken";
    const pronunciations = this._taught.given;
    return { letter: this.letter, voice: this.voice, pace: this._pace.wish, preface, pronunciations };
  }

  /** @param {string} sentence  Said beside the letter, until the letter is another or something else is said. */
  note(sentence) {
    this._said = sentence;
    this._tell();
  }

  /** @param {string} sentence  What the plan says of the letter as it is now. */
  _foretell(sentence) {
    this._foretold = sentence;
    this._tell();
  }

  _tell() {
    const all = new Set([this._said, this._foretold].filter(Boolean)); // one problem may be said by both
    region("desk-note").textContent = [...all].join(" ");
  }

  /** Show it again. */
  show() {
    show("writing", button("listen"));
    this._soon();
  }

  _listenToPeople() {
    element("desk", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.note("");
      this.dispatchEvent(new Event("listen"));
    });
    this._text.required = false;
    // Only now: without scripts, it is the browser that keeps the letter for who comes Back to it.
    this._text.autocomplete = "off";
    this._text.addEventListener("beforeinput", (event) => this._replaced(event));
    this._text.addEventListener("input", () => {
      this.note("");
      if (!this.letter.trim()) this.dispatchEvent(new Event("another"));
      this._soon();
    });
    this._voice.addEventListener("change", () => {
      this.note("");
      this._voiced();
    });
    for (const own of document.querySelectorAll('input[name="own"]')) own.addEventListener("change", () => this._soon());
    for (const [slider, range] of [["speed", "speed"], ["rests", "rest_scale"]]) {
      [input(slider).min, input(slider).max] = known().ranges[range].map(String);
    }
    select("pace").addEventListener("change", () => this._pace.choose(select("pace").value));
    input("speed").addEventListener("input", () => this._pace.setSpeed(Number(input("speed").value)));
    input("rests").addEventListener("input", () => this._pace.setRests(Number(input("rests").value)));
    this._pace.addEventListener("change", () => this._paced());
    this._taught.addEventListener("change", () => this._soon());
    fileChosen("open-file", "file", (file) => void this._open(file));
    this._dropped();
    button("look-again").addEventListener("click", () => this._lookAgain());
  }

  /** @param {InputEvent} event  Where all of a letter is replaced at once, it is another letter and no version of it. */
  _replaced({ inputType }) {
    const { selectionStart, selectionEnd, value } = this._text;
    const all = value && selectionStart === 0 && selectionEnd === value.length;
    if (all && /^insert(FromPaste|FromDrop|ReplacementText|FromYank)/.test(inputType)) {
      this.dispatchEvent(new Event("another"));
    }
  }

  _dropped() {
    window.addEventListener("dragover", (event) => event.preventDefault());
    window.addEventListener("drop", (event) => {
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      if (document.body.dataset.screen === "writing") void this._open(file);
    });
  }

  /** @param {File} file */
  async _open(file) {
    this.note("");
    try {
      const { letter, notices } = await read(file, (bytes, type) => this._service.letter(bytes, type));
      this.letter = letter;
      this.dispatchEvent(new Event("another"));
      this.note(notices.join(" "));
      this._text.focus();
      this._text.setSelectionRange(0, 0);
    } catch (error) {
      this.note(problemSaid(error));
    }
  }

  _voiced() {
    const { leaves, slow } = this._voiceData;
    const note = leaves ? leavesTo(leaves) : slow !== undefined ? WORDS.slow : "";
    region("voice-note").textContent = note;
    region("voice-note").hidden = !note;
    button("listen").textContent = leaves ? sendAndListen(leaves) : WORDS.listen;
    this._soon();
  }

  _paced() {
    const { preset, speed, rests, free } = this._pace;
    select("pace").value = preset;
    input("speed").value = String(speed);
    input("rests").value = String(rests);
    input("rests").disabled = !free;
    region("speed-said").textContent = speedSaid(speed);
    region("rests-said").textContent = free ? restsSaid(rests) : WORDS.breath;
    this._soon();
  }

  _soon() {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => void this._predict(), SETTLED);
  }

  async _predict() {
    this._asked.abort();
    this._asked = new AbortController();
    const { signal } = this._asked;
    const output = region("length");
    if (!this.letter.trim()) {
      output.textContent = "";
      this._foretell("");
      return;
    }
    try {
      const score = await this._service.score(this.wish, signal);
      if (signal.aborted) return;
      output.textContent = length(score.predicted_seconds);
      this._pace.met(score.pace);
      this._foretell(score.notices.join(" "));
    } catch (error) {
      if (signal.aborted) return;
      output.textContent = "";
      this._foretell(problemSaid(error));
    }
  }

  _lookAgain() {
    const marked = found(this.letter);
    region("worded").replaceChildren(
      ...pieces(this.letter, marked, (_, text) => {
        const mark = document.createElement("u");
        mark.textContent = text;
        return mark;
      }),
    );
    region("wording-none").hidden = marked.length > 0;
    region("wording-some").hidden = marked.length === 0;
    show("wording");
  }
}
