/**
 * The plan of a reading, as the page knows it: phrases and rests in order, with offsets in UTF-16.
 * A phrase's sound is laid beside it when it comes.
 */

import { Offsets } from "./offsets.js";

/** Rests that no factor touches. */
const EDGES = ["lead_in", "lead_out"];
/** The longest rest that a factor leads to, in seconds: four are harder to follow (docs/pacing.md). */
const LONGEST_UNASKED = 3.9;

/**
 * What is said in one go: a phrase of the letter, or the line before it.
 * @typedef {object} Phrase
 * @property {"phrase" | "preface"} kind
 * @property {number} start  Where it begins in the letter, in UTF-16; -1 for the line before it.
 * @property {number} end  Where it ends.
 * @property {number} sentence  Which sentence it belongs to; -1 for the line before the letter.
 * @property {string} spoken  How it is said.
 * @property {Uint8Array | null} sound  A small complete sound file; null until it has come.
 */

/**
 * A silence that was planned.
 * @typedef {object} Rest
 * @property {"rest"} kind
 * @property {string} rest  Why it is there.
 * @property {number} seconds  How long it was planned.
 * @property {number} scale  The factor on rests that it was planned with; 0 where no factor touches it.
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
    // With breath, a phrase and its rest make one breath: a factor would break it.
    const scale = answer.pace.preset === "with-breath" ? 0 : answer.pace.rest_scale;
    const parts = answer.parts.map((part) => partOf(part, offsets, scale));
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
 * Seconds of a rest at the listener's own factor.
 * @param {Rest} rest
 * @param {number} scale
 */
export function restSeconds(rest, scale) {
  if (!rest.scale) return rest.seconds;
  return Math.min((rest.seconds * scale) / rest.scale, Math.max(rest.seconds, LONGEST_UNASKED));
}

/**
 * @param {Record<string, any>} part
 * @param {Offsets} offsets
 * @param {number} scale
 * @returns {Part}
 */
function partOf(part, offsets, scale) {
  if (part.kind === "rest") {
    const free = EDGES.includes(part.rest) ? 0 : scale;
    return { kind: "rest", rest: part.rest, seconds: part.seconds, scale: free };
  }
  if (part.kind === "preface") {
    return { kind: "preface", start: -1, end: -1, sentence: -1, spoken: part.spoken, sound: null };
  }
  const [start, end] = part.text.map((/** @type {number} */ at) => offsets.utf16(at));
  return { kind: "phrase", start, end, sentence: part.sentence, spoken: part.spoken, sound: null };
}
