/** A word that was said wrongly: which it is, how it is to be said, and how that sounds. */

import { likely, wordAt } from "./likely.js";
import { button, element, input, region } from "./page.js";
import { AudioClock } from "./player/clock.js";
import { Problem } from "./service.js";
import { WORDS, problemSaid } from "./words.js";

/** @typedef {import("./service.js").Wish} Wish */
/** @typedef {{wish: Wish, near: string[]}} Heard  What is heard, and what of it was heard just now. */

/** How long a word stays the one that is meant after it is no longer marked: a touch takes the mark away. In milliseconds. */
const MEANT = 1500;
/** How long the service is waited for before that is said, in milliseconds. */
const UNTOLD = 1200;
/** What stands before a sound, in seconds. */
const SOON = 0.05;

/** Dispatches `opened`, and `closed` with whether a word is said otherwise from here on, as its detail. */
export class Teaching extends EventTarget {
  /**
   * @param {import("./service.js").Service} service
   * @param {import("./taught.js").Taught} taught
   * @param {() => Heard | null} heard
   */
  constructor(service, taught, heard) {
    super();
    this._service = service;
    this._taught = taught;
    this._heard = heard;
    this._dialog = element("teaching", HTMLDialogElement);
    this._asked = new AbortController();
    /** Where one word sounds, and the one that does. @type {AudioClock | null} */
    this._clock = null;
    /** @type {import("./player/clock.js").Placed | null} */
    this._sound = null;
    /** @type {Wish | null} */
    this._wish = null;
    /** The word that is marked on the sheet, and the one that is taught. */
    this._meant = "";
    this._word = "";
    this._changed = false;
    this._timer = 0;
    this._listenToPeople();
  }

  /** Close it, whatever it shows. */
  close() {
    if (this._dialog.open) this._dialog.close();
  }

  _listenToPeople() {
    document.addEventListener("selectionchange", () => this._marked());
    for (const opener of ["wrong", "ended-wrong"]) button(opener).addEventListener("click", () => this._open());
    this._dialog.addEventListener("close", () => this._closed());
    button("teaching-close").addEventListener("click", () => this.close());
    this._submitted("which", () => this._chosen(input("which-word").value.trim()));
    this._submitted("how", () => this._hear());
    input("sound").addEventListener("input", () => this._matched());
    button("use").addEventListener("click", () => void this._do(() => this._use()));
    button("as-before").addEventListener("click", () => void this._do(() => this._asBefore()));
  }

  /**
   * @param {string} form  Its id.
   * @param {() => Promise<void>} work
   */
  _submitted(form, work) {
    region(form).addEventListener("submit", (event) => {
      event.preventDefault();
      void this._do(work);
    });
  }

  /** A word on the sheet is marked, as by pressing on it for a while: it is the one that is meant. */
  _marked() {
    if (this._dialog.open) return;
    const selection = getSelection();
    const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const word = range && region("sheet").contains(range.startContainer) ? wordIn(range) : "";
    clearTimeout(this._timer);
    if (word) this._mean(word);
    else if (this._meant) this._timer = setTimeout(() => this._mean(""), MEANT);
  }

  /** @param {string} word */
  _mean(word) {
    this._meant = word;
    region("wrong-word").textContent = word && `: ${word}`;
  }

  _open() {
    const heard = this._heard();
    if (!heard || this._dialog.open) return;
    const meant = this._meant;
    clearTimeout(this._timer);
    this._mean("");
    getSelection()?.removeAllRanges();
    this._wish = heard.wish;
    this._changed = false;
    this.dispatchEvent(new Event("opened"));
    this._words(likely(heard.wish.letter, heard.near));
    this._dialog.showModal();
    this._step("which");
    if (meant) void this._do(() => this._chosen(meant));
  }

  /** Nothing of the letter is left in it. */
  _closed() {
    this._asked.abort();
    this._clock?.close();
    this._clock = this._sound = this._wish = null;
    this._word = input("which-word").value = input("sound").value = "";
    for (const one of ["which-words", "tries", "taught-word"]) region(one).replaceChildren();
    this._note("");
    this.dispatchEvent(new CustomEvent("closed", { detail: this._changed }));
  }

  /** @param {"which" | "how"} step */
  _step(step) {
    const how = step === "how";
    region("which").hidden = button("which-on").hidden = how;
    region("how").hidden = button("use").hidden = !how;
    button("as-before").hidden = !how || !this._taught.of(this._word);
    this._dialog.setAttribute("aria-labelledby", `${step}-title`);
    this._note("");
    region(`${step}-title`).focus();
  }

  /** @param {string[]} words  To choose from. */
  _words(words) {
    region("which-words").replaceChildren(...words.map((word) => choice(word, () => void this._do(() => this._chosen(word)))));
  }

  /** @param {string} word  It is this one; its tries are asked for. */
  async _chosen(word) {
    if (!word) return input("which-word").focus();
    const tries = await this._taken(this._service.tries(word, this._asked.signal), "word-unread");
    const before = this._taught.of(word);
    this._word = word;
    region("taught-word").textContent = word;
    input("sound").value = before?.said ?? "";
    input("word-keep").checked = before?.kept ?? false;
    region("tries").replaceChildren(...tries.map((said) => choice(said, () => this._tried(said))));
    region("tries-set").hidden = !tries.length;
    this._step("how");
    this._matched();
  }

  /** @param {string} said */
  _tried(said) {
    input("sound").value = said;
    this._matched();
    void this._do(() => this._hear());
  }

  /** The try that stands in the field is shown as chosen. */
  _matched() {
    for (const one of region("tries").children) {
      one.setAttribute("aria-pressed", String(one.textContent === input("sound").value));
    }
  }

  /** The word as it would be said; with nothing in the field, as it is said by itself. */
  async _hear() {
    const { signal } = this._asked;
    const clock = this._opened(); // while a button is pressed: a browser lets nothing sound before
    const file = await this._taken(this._service.recording(this._wished(), "flac", false, signal));
    const sound = await clock.decoded(new Uint8Array(await file.arrayBuffer()));
    if (!signal.aborted) this._sound = clock.place(sound, clock.now + SOON);
  }

  _opened() {
    try {
      this._clock ??= new AudioClock();
    } catch {
      throw new Problem({ code: "no-sound", detail: "" });
    }
    this._clock.open();
    this._clock.volume = Number(input("volume").value);
    return this._clock;
  }

  async _use() {
    const said = input("sound").value.trim();
    if (!said) {
      this._note(WORDS.noSoundYet);
      return input("sound").focus();
    }
    await this._taken(this._service.score(this._wished(), this._asked.signal));
    this._changed = true;
    try {
      await this._taught.teach(this._word, said, input("word-keep").checked);
    } catch (error) {
      input("word-keep").checked = false;
      return this._note(`${problemSaid(error)} ${WORDS.usedAllTheSame}`);
    }
    this.close();
  }

  async _asBefore() {
    this._changed = true;
    await this._taught.forget(this._word);
    this.close();
  }

  /** A reading of the word alone, said as it stands in the field. @returns {Wish} */
  _wished() {
    const wish = /** @type {Wish} */ (this._wish);
    const { duration, words_per_minute, rests, rest_scale, ...spoken } = wish.pace;
    const pace = { ...spoken, rests: { lead_in: 0, lead_out: 0 } };
    const pronunciations = this._taught.with(this._word, input("sound").value.trim());
    return { letter: this._word, voice: wish.voice, pace, preface: false, pronunciations };
  }

  /**
   * @template Answer
   * @param {Promise<Answer>} answer
   * @param {string} code  What is said where the service takes no such word, or no such sound.
   */
  async _taken(answer, code = "sound-unread") {
    try {
      return await answer;
    } catch (error) {
      const problem = Problem.of(error);
      throw problem.code === "pronunciation-invalid" ? new Problem({ code, detail: "" }) : problem;
    }
  }

  /**
   * Do something, and say what went wrong; what is written stays. What was begun before and is not over is let go of.
   * @param {() => Promise<void>} work
   */
  async _do(work) {
    this._asked.abort();
    const { signal } = (this._asked = new AbortController());
    this._sound?.cut();
    this._note("");
    const slow = setTimeout(() => signal.aborted || this._note(WORDS.moment), UNTOLD);
    try {
      await work();
      if (!signal.aborted && region("teaching-note").textContent === WORDS.moment) this._note("");
    } catch (error) {
      if (!signal.aborted) this._note(problemSaid(error));
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {string} sentence */
  _note(sentence) {
    region("teaching-note").textContent = sentence;
    if (sentence) region("teaching-note").scrollIntoView({ block: "nearest" });
  }
}

/** @param {Range} range */
function wordIn(range) {
  const { startContainer: at, endContainer: to, startOffset, endOffset } = range;
  if (!(at instanceof Text)) return wordAt(range.toString(), 0, Infinity);
  return wordAt(at.data, startOffset, at === to ? endOffset : at.length);
}

/**
 * @param {string} text
 * @param {() => void} pressed
 */
function choice(text, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", pressed);
  return made;
}
