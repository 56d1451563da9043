/** Words whose sound the listener has taught: they hold for every letter, until the page is closed or as long as they are kept. */

import { forgetWord, keepWord, keptWords } from "./keeping.js";
import { keyOf } from "./letterfile.js";
import { known } from "./known.js";

/** @typedef {import("./letterfile.js").Word} Word */

/** Dispatches `change` when a word is said otherwise from then on, and `kept` when another one is kept. */
export class Taught extends EventTarget {
  constructor() {
    super();
    /** @type {Map<string, Word & {kept: boolean}>} By key, in the order in which they were taught. */
    this._words = new Map();
  }

  /** As a request takes them. @returns {Record<string, string> | undefined} */
  get given() {
    return given([...this._words.values()]);
  }

  /**
   * As a request takes them, were one word said so.
   * @param {string} word
   * @param {string} said  "" for as it was before.
   */
  with(word, said) {
    const others = [...this._words.values()].filter((one) => keyOf(one.word) !== keyOf(word));
    return given(said ? [...others, { word, said }] : others);
  }

  /** @param {string} word */
  of(word) {
    return this._words.get(keyOf(word));
  }

  /**
   * From here on, a word is said so.
   * @param {string} word
   * @param {string} said
   * @param {boolean} keep  Whether it is kept on this device.
   */
  async teach(word, said, keep) {
    const key = keyOf(word);
    const kept = this._words.get(key)?.kept ?? false;
    const now = { word, said, kept };
    this._words.delete(key);
    this._words.set(key, now);
    this._changed();
    if (keep) await keepWord({ word, said });
    else if (kept) await forgetWord(word);
    now.kept = keep;
    this.dispatchEvent(new Event("kept"));
  }

  /** From here on, a word is said as it was before. @param {string} word */
  async forget(word) {
    const kept = this.of(word)?.kept;
    if (!this._words.delete(keyOf(word))) return;
    this._changed();
    if (!kept) return;
    await forgetWord(word);
    this.dispatchEvent(new Event("kept"));
  }

  /** All are forgotten here. What is kept on the device is somebody else's to forget. */
  clear() {
    if (!this._words.size) return;
    this._words.clear();
    this._changed();
  }

  /** Those that are kept on this device hold, but for what was taught since. Raises KeepingError. */
  async open() {
    const fresh = (await keptWords()).filter(({ word }) => !this.of(word));
    for (const one of fresh) this._words.set(keyOf(one.word), { ...one, kept: true });
    if (fresh.length) this._changed();
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * @param {Word[]} words  Of more than the service takes, those that were taught last.
 * @returns {Record<string, string> | undefined}
 */
function given(words) {
  const most = words.slice(-known().pronunciations.most);
  return most.length ? Object.fromEntries(most.map(({ word, said }) => [word, said])) : undefined;
}
