/** The sounds that are soon to be heard, decoded before their turn; what is far away is let go of. */

/** @typedef {import("./score.js").Phrase} Phrase */

/** How many phrases are decoded before their turn, and kept after it. */
const AHEAD = 8;
const BEHIND = 4;

/** @template Sound */
export class Decoded {
  /**
   * @param {import("./clock.js").Clock<Sound>} clock
   * @param {() => void} came  Called when a sound is there.
   * @param {() => void} broken  Called when a phrase's sound is none: it is missing, as if it had not come.
   */
  constructor(clock, came, broken) {
    this._clock = clock;
    this._came = came;
    this._broken = broken;
    /** @type {Map<Phrase, {sound: Sound | null}>} */
    this._entries = new Map();
  }

  /** @param {Phrase} phrase */
  soundOf(phrase) {
    return this._entries.get(phrase)?.sound;
  }

  /** @param {Phrase} phrase  Whether its sound is decoded, or about to be. */
  has(phrase) {
    return this._entries.has(phrase);
  }

  /** How many are decoded, or about to be. */
  get size() {
    return this._entries.size;
  }

  clear() {
    this._entries.clear();
  }

  /**
   * Decode what is near a part.
   * @param {import("./score.js").Score} score
   * @param {number} next  Index of the part that is next.
   */
  prepare({ parts, said }, next) {
    const first = said.findIndex((at) => at >= next);
    const from = first < 0 ? said.length : first;
    const near = said.slice(Math.max(0, from - BEHIND), from + AHEAD);
    const phrases = /** @type {Phrase[]} */ (near.map((at) => parts[at]));
    for (const phrase of this._entries.keys()) if (!phrases.includes(phrase)) this._entries.delete(phrase);
    for (const phrase of phrases) if (phrase.sound && !this.has(phrase)) this._decode(phrase, phrase.sound);
  }

  /**
   * @param {Phrase} phrase
   * @param {Uint8Array} data
   */
  _decode(phrase, data) {
    /** @type {{sound: Sound | null}} */
    const entry = { sound: null };
    this._entries.set(phrase, entry);
    this._clock.decoded(data).then(
      (sound) => {
        entry.sound = sound;
        this._came();
      },
      () => this._break(phrase),
    );
  }

  /** @param {Phrase} phrase */
  _break(phrase) {
    if (!this._entries.delete(phrase)) return;
    phrase.sound = null;
    this._broken();
  }
}
