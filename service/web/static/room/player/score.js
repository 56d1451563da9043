/**
 * The plan of a reading, as the page knows it: phrases and rests in order, with offsets in UTF-16.
 * A phrase's sound is laid beside it when it comes.
 */

import { Offsets } from "./offsets.js";

/**
 * A place of the letter that is silent, as a picture is.
 * @typedef {{start: number, end: number, reason: string}} Silence  In UTF-16.
 */
/**
 * What is said in one go: a phrase of the letter, or the line before it.
 * @typedef {object} Phrase
 * @property {"phrase" | "preface"} kind
 * @property {number} start  Where it begins in the letter, in UTF-16; -1 for the line before it.
 * @property {number} end  Where it ends.
 * @property {number} sentence  Which sentence it belongs to; -1 for the line before the letter.
 * @property {string} spoken  How it is said.
 * @property {Silence[]} silent  What of it is not said, in order.
 * @property {Uint8Array | null} sound  A small complete sound file; null until it has come.
 */

/**
 * A silence that was planned.
 * @typedef {object} Rest
 * @property {"rest"} kind
 * @property {string} rest  Why it is there.
 * @property {number} seconds  How long it was planned.
 * @property {number | null} base  Seconds before the listener's factor and before `most`; null where no factor touches it.
 * @property {number} most  The longest that a factor makes it, in seconds.
 */

/** @typedef {Phrase | Rest} Part */

/**
 * What the service answers with, as far as the page reads it.
 * @typedef {object} ScoreAnswer
 * @property {string} voice
 * @property {{preset: string, rest_scale: number, syllables_per_second: number}} pace
 * @property {Array<Record<string, any>>} parts
 * @property {number} predicted_seconds
 * @property {string[]} notices
 * @property {Array<{text: [number, number], reason: string}>} [silent]
 */

export class Score {
  /**
   * @param {string} letter  The letter, as it was written.
   * @param {Part[]} parts  In order.
   * @param {number} seconds  Predicted, of the whole reading.
   * @param {string[]} notices  Sentences for the listener.
   * @param {ScoreAnswer["pace"]} pace  As the service has worked it out.
   */
  constructor(letter, parts, seconds, notices, pace) {
    this.letter = letter;
    this.parts = parts;
    this.seconds = seconds;
    this.notices = notices;
    this.pace = pace;
    /** Indexes of the parts that are said. */
    this.said = parts.flatMap((part, at) => (part.kind === "rest" ? [] : [at]));
  }

  /**
   * @param {string} letter
   * @param {ScoreAnswer} answer
   */
  static from(letter, answer) {
    const offsets = new Offsets(letter);
    const silent = (answer.silent ?? []).map(({ text, reason }) => ({ ...placeOf(text, offsets), reason }));
    const parts = answer.parts.map((part) => partOf(part, offsets, silent));
    return new Score(letter, parts, answer.predicted_seconds, answer.notices, answer.pace);
  }

  /** The phrases of the letter, in order. */
  get phrases() {
    return /** @type {Phrase[]} */ (this.parts.filter((part) => part.kind === "phrase"));
  }

  /**
   * The first part that is said at an offset of the letter or after it; the end of the parts where there is none.
   * @param {number} offset  In UTF-16.
   */
  indexAt(offset) {
    const found = this.parts.findIndex((part) => part.kind === "phrase" && part.end > offset);
    return found < 0 ? this.parts.length : found;
  }

  /**
   * Where a phrase begins that begins at exactly this offset, or -1.
   * @param {number} offset  In UTF-16.
   */
  indexOf(offset) {
    return this.parts.findIndex((part) => part.kind === "phrase" && part.start === offset);
  }

  /**
   * What is said last up to a part, or null. It is asked for with every frame of the screen, so it copies nothing.
   * @param {number} at  Index of the part.
   */
  lastSaid(at) {
    for (; at >= 0; at--) {
      const part = this.parts[at];
      if (isSaid(part)) return part;
    }
    return null;
  }

  /**
   * The first place, from a part on, where this score and a newer one begin a phrase, and the newer has its sound; or
   * null.
   * @param {Score} newer
   * @param {number} from  Index of a part of this score.
   */
  jointWith(newer, from) {
    for (let at = Math.max(0, from); at < this.parts.length; at++) {
      const part = this.parts[at];
      const found = part.kind === "phrase" ? newer.indexOf(part.start) : -1;
      const other = newer.parts[found];
      if (other?.kind === "phrase" && other.sound) return { at, from: found };
    }
    return null;
  }

  /**
   * This score up to a part, and from there on another of the same letter.
   * @param {number} at  Index of the first part of this score that is left out.
   * @param {Score} other
   * @param {number} from  Index of the other's first part that is taken.
   */
  joined(at, other, from) {
    const parts = [...this.parts.slice(0, at), ...other.parts.slice(from)];
    return new Score(this.letter, parts, other.seconds, other.notices, other.pace);
  }
}

/**
 * Seconds of a rest at the listener's own factor, in whole milliseconds. `rest_seconds` in `service/score/score.py` is
 * the same for a recording: each step is one that both languages take alike, so that what is heard is what is saved.
 * @param {Rest} rest
 * @param {number} scale
 */
export function restSeconds({ seconds, base, most }, scale) {
  if (base === null) return seconds;
  return Math.min(whole(whole(base * 1000) * scale), whole(most * 1000)) / 1000;
}

/** @param {number} value */
const whole = (value) => Math.floor(value + 0.5);

/**
 * @param {Part} part
 * @returns {part is Phrase}
 */
export function isSaid(part) {
  return part.kind !== "rest";
}

/**
 * @param {Part} part
 * @returns {part is Phrase}
 */
export function isPhrase(part) {
  return part.kind === "phrase";
}

/**
 * @param {number[]} text  Where it begins and ends, in code points.
 * @param {Offsets} offsets
 */
function placeOf([start, end], offsets) {
  return { start: offsets.utf16(start), end: offsets.utf16(end) };
}

/**
 * @param {Record<string, any>} part
 * @param {Offsets} offsets
 * @param {Silence[]} silences  Of the whole letter.
 * @returns {Part}
 */
function partOf(part, offsets, silences) {
  if (part.kind === "rest") {
    const { rest, seconds, base = null, most = 0 } = part;
    return { kind: "rest", rest, seconds, base, most };
  }
  if (part.kind === "preface") {
    return { kind: "preface", start: -1, end: -1, sentence: -1, spoken: part.spoken, silent: [], sound: null };
  }
  const { start, end } = placeOf(part.text, offsets);
  const silent = silences.filter((one) => one.start >= start && one.end <= end);
  return { kind: "phrase", start, end, sentence: part.sentence, spoken: part.spoken, silent, sound: null };
}
