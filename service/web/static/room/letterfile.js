/**
 * What is kept of a letter, and the file in which kept letters travel from one device to another, with the words that
 * were taught.
 */

import { known } from "./known.js";
import { checked as checkedPace } from "./pacefile.js";

/** @typedef {import("./pacefile.js").PaceWish} PaceWish */
/**
 * @typedef {object} Feeling
 * @property {number} [number] 0 to 10
 * @property {string} [word]
 */
/**
 * @typedef {object} Ratings 0 to 10 each
 * @property {number} [believable]
 * @property {number} [acceptable]
 * @property {number} [helpful]
 */
/**
 * @typedef {object} Check what somebody said of one reading
 * @property {string} when ISO date-time
 * @property {Feeling} [before]
 * @property {Feeling} [after]
 * @property {Ratings} [ratings]
 */
/**
 * @typedef {object} Entry one version of a letter
 * @property {string} id
 * @property {string} letter shared by the versions of one letter
 * @property {string} kept ISO date-time
 * @property {string} text
 * @property {string} voice
 * @property {PaceWish} pace
 * @property {Check[]} checks
 */
/** @typedef {{word: string, said: string}} Word a word that was taught, and how it is said */
/** @typedef {{entries: Entry[], words: Word[]}} Kept */
/**
 * @typedef {"not-possible" | "no-room" | "in-use" | "failed" | "entry-invalid" | "file-invalid" | "file-newer"
 *   | "file-too-large"} KeepingCode
 */

/** Of a file with words in it; one without them is what it always was, so that an older Readback opens it. */
export const VERSION = 2;
const WITHOUT_WORDS = 1;
/** The largest file that is opened, in bytes. */
export const LARGEST = 20e6;
/** The longest letter that is kept, in UTF-16 units. */
export const LONGEST_TEXT = 1e6;
export const MOST_ENTRIES = 10000;
/** The most checks of one version. */
export const MOST_CHECKS = 1000;

const ID = /^[\w-]{8,64}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const HIGHEST = 10;
/** The signs that are typed for an apostrophe. */
const APOSTROPHES = /[’‘ʼ＇]/g;

/** Something could not be kept, looked up, forgotten, or brought in; nothing was changed. */
export class KeepingError extends Error {
  /**
   * @param {KeepingCode} code
   * @param {string} [field] where in the entry it is, without a word of what stands there
   */
  constructor(code, field) {
    super(field ? `${code}: ${field}` : code);
    this.name = "KeepingError";
    this.code = code;
    this.field = field;
  }
}

/**
 * @param {string} word
 * @returns {string} by which it is found, whatever its capitals and however its apostrophes are typed, as the service
 *   finds it (`service/sounds/pronunciations.py`)
 */
export function keyOf(word) {
  return word.trim().normalize("NFC").replace(APOSTROPHES, "'").toUpperCase().toLowerCase().replace(/ς/g, "σ");
}

/**
 * @param {Kept} kept
 * @returns {{readback_letters: number, entries: Entry[], pronunciations?: Record<string, string>}} for one JSON file
 */
export function written({ entries, words }) {
  if (!words.length) return { readback_letters: WITHOUT_WORDS, entries };
  const pronunciations = Object.fromEntries(words.map(({ word, said }) => [word, said]));
  return { readback_letters: VERSION, entries, pronunciations };
}

/**
 * @param {string} text the file
 * @returns {Kept} Raises KeepingError; one entry or word that is not right refuses the whole.
 */
export function read(text) {
  if (text.length > LARGEST || new TextEncoder().encode(text).length > LARGEST) throw new KeepingError("file-too-large");
  const file = loaded(text);
  if (!isObject(file) || !Array.isArray(file.entries)) throw new KeepingError("file-invalid");
  if (Number.isInteger(file.readback_letters) && Number(file.readback_letters) > VERSION) {
    throw new KeepingError("file-newer");
  }
  const fields = ["readback_letters", "entries", ...(file.readback_letters === VERSION ? ["pronunciations"] : [])];
  if (![WITHOUT_WORDS, VERSION].includes(/** @type {number} */ (file.readback_letters)) || !hasOnly(file, fields)) {
    throw new KeepingError("file-invalid");
  }
  if (file.entries.length > MOST_ENTRIES) throw new KeepingError("file-too-large");
  const entries = file.entries.map((entry, index) => checked(entry, "file-invalid", `entries.${index}`));
  return { entries, words: checkedWords("pronunciations" in file ? file.pronunciations : {}) };
}

/**
 * @param {unknown} given
 * @returns {Word[]} Raises KeepingError.
 */
function checkedWords(given) {
  const { most, longest } = known().pronunciations;
  if (!isObject(given)) throw new KeepingError("file-invalid", "pronunciations");
  const words = Object.entries(given).map(([word, said]) => ({ word, said: /** @type {string} */ (said) }));
  const fit = words.every(({ word, said }) => [word, said].every((one) => isText(one, longest) && one.trim() !== ""));
  if (!fit || words.length > most) throw new KeepingError("file-invalid", "pronunciations");
  return words;
}

/**
 * @param {unknown} given
 * @param {KeepingCode} code of the error, where it is no entry
 * @param {string} [name] what the entry is called in the error
 * @returns {Entry} a copy. Raises KeepingError.
 */
export function checked(given, code = "entry-invalid", name = "entry") {
  /** @type {(holds: boolean, field: string) => void} */
  const hold = (holds, field) => {
    if (!holds) throw new KeepingError(code, `${name}.${field}`);
  };
  if (!isObject(given)) throw new KeepingError(code, name);
  const { id, letter, kept, text, voice, pace, checks } = given;
  hold(hasOnly(given, ["id", "letter", "kept", "text", "voice", "pace", "checks"]), "fields");
  hold(typeof id === "string" && ID.test(id), "id");
  hold(typeof letter === "string" && ID.test(letter), "letter");
  hold(isTime(kept), "kept");
  hold(isText(text, LONGEST_TEXT) && text !== "", "text");
  hold(isText(voice, 100), "voice");
  hold(isPace(pace), "pace");
  hold(Array.isArray(checks) && checks.length <= MOST_CHECKS && checks.every(isCheck), "checks");
  return /** @type {Entry} */ (JSON.parse(JSON.stringify({ id, letter, kept, text, voice, pace, checks })));
}

/** @param {string} text */
function loaded(text) {
  try {
    return /** @type {unknown} */ (JSON.parse(text.replace(/^\uFEFF/, "")));
  } catch {
    throw new KeepingError("file-invalid");
  }
}

/** @param {unknown} given */
function isCheck(given) {
  if (!isObject(given) || !hasOnly(given, ["when", "before", "after", "ratings"]) || !isTime(given.when)) return false;
  const { before, after, ratings } = given;
  if (![before, after].every((feeling) => feeling === undefined || isFeeling(feeling))) return false;
  if (ratings === undefined) return true;
  return (
    isObject(ratings)
    && hasOnly(ratings, ["believable", "acceptable", "helpful"])
    && Object.values(ratings).every((value) => value === undefined || isMark(value))
  );
}

/** @param {unknown} given */
function isFeeling(given) {
  if (!isObject(given) || !hasOnly(given, ["number", "word"])) return false;
  const { number, word } = given;
  return (number === undefined || isMark(number)) && (word === undefined || isText(word, 200));
}

/** @param {unknown} given */
function isPace(given) {
  try {
    checkedPace(given);
    return true;
  } catch {
    return false;
  }
}

/** @param {unknown} value */
function isMark(value) {
  return typeof value === "number" && value >= 0 && value <= HIGHEST;
}

/** @param {unknown} value */
function isTime(value) {
  return typeof value === "string" && TIME.test(value) && !Number.isNaN(Date.parse(value));
}

/**
 * @param {unknown} value
 * @param {number} longest
 */
function isText(value, longest) {
  return typeof value === "string" && value.length <= longest;
}

/**
 * @param {Record<string, unknown>} given
 * @param {string[]} keys
 */
function hasOnly(given, keys) {
  return Object.keys(given).every((key) => keys.includes(key));
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
