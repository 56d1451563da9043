/**
 * A pace as a small file without a letter in it: one person makes it, another opens it. `service/score/pace_file.py` reads the
 * same file on the command line.
 */

import { known } from "./known.js";

/** What a request may say about the pace, in the API's own names; what is left out is the preset's.
 * @typedef {object} PaceWish
 * @property {string} [preset]
 * @property {number} [syllables_per_second] the rate of speech alone
 * @property {number} [speed] a factor on the preset's rate, below 1 is slower
 * @property {number} [rest_scale] a factor on the rests, above 1 is longer
 * @property {Record<string, number>} [rests] seconds, by kind of rest
 * @property {number} [phrase_syllables] the longest phrase, a whole number
 * @property {number} [jitter] how far a rest may lie from its length, as a part of it
 * @property {number} [duration] seconds that the whole is to take
 * @property {number} [words_per_minute] rests included
 */
/**
 * @typedef {"too-large" | "not-json" | "not-a-pace" | "version-unknown" | "has-letter" | "field-unknown"
 *   | "field-invalid" | "contradiction"} PaceFileCode
 */

export const VERSION = 1;
/** Two ways of saying the same thing. */
const PAIRS = [["speed", "syllables_per_second"], ["duration", "words_per_minute"]];

/** The file is not a pace that can be kept. */
export class PaceFileError extends Error {
  /**
   * @param {PaceFileCode} code
   * @param {string} [field] which field, with a dot for nesting: `rests.sentence`
   * @param {readonly [number, number]} [range] lowest and highest that it may be, where it is a number
   */
  constructor(code, field, range) {
    super(field ? `${code}: ${field}` : code);
    this.name = "PaceFileError";
    this.code = code;
    this.field = field;
    this.range = range;
  }
}

/**
 * @param {PaceWish} pace fields that a pace does not have are left out
 * @param {string} [name] what it is called
 * @returns {string} the file. Raises PaceFileError where `read` would refuse it.
 */
export function written(pace, name) {
  const known = Object.entries(pace).filter(([field, value]) => isField(field) && value !== undefined && value !== null);
  const file = { readback_pace: VERSION, ...(name ? { name } : {}), pace: checked(Object.fromEntries(known)) };
  if (name) checkName(name);
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * @param {string} text the file
 * @returns {PaceWish} Raises PaceFileError.
 */
export function read(text) {
  return opened(text).pace;
}

/**
 * @param {string} text the file
 * @returns {{pace: PaceWish, name: string}} the pace and what it is called, or "". Raises PaceFileError.
 */
export function opened(text) {
  const file = loaded(text);
  if (!isObject(file)) throw new PaceFileError("not-a-pace");
  if ("letter" in file || (isObject(file.pace) && "letter" in file.pace)) throw new PaceFileError("has-letter", "letter");
  if (!("readback_pace" in file) || !isObject(file.pace)) throw new PaceFileError("not-a-pace");
  if (file.readback_pace !== VERSION) throw new PaceFileError("version-unknown", "readback_pace");
  const other = Object.keys(file).find((key) => !["readback_pace", "name", "pace"].includes(key));
  if (other !== undefined) throw new PaceFileError("field-unknown", short(other));
  const name = file.name === undefined ? "" : checkName(file.name);
  return { pace: checked(file.pace), name };
}

/**
 * @param {unknown} given a pace, from anywhere
 * @returns {PaceWish} a copy, without what is null. Raises PaceFileError for a field that there is not, and for one that is
 *   not what it may be.
 */
export function checked(given) {
  if (!isObject(given)) throw new PaceFileError("not-a-pace");
  const other = Object.keys(given).find((key) => !isField(key));
  if (other !== undefined) throw new PaceFileError("field-unknown", short(other));
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  for (const [field, value] of Object.entries(said)) {
    if (field === "preset") {
      if (typeof value !== "string" || !known().presets.includes(value)) throw new PaceFileError("field-invalid", field);
    } else if (field === "rests") checkRests(value);
    else checkNumber(field, value, known().ranges[field]);
  }
  for (const [one, another] of PAIRS) {
    if (one in said && another in said) throw new PaceFileError("contradiction", one);
  }
  return /** @type {PaceWish} */ ({ ...said, ...(isObject(said.rests) ? { rests: { ...said.rests } } : {}) });
}

/** @param {unknown} given */
function checkRests(given) {
  if (!isObject(given)) throw new PaceFileError("field-invalid", "rests");
  for (const [kind, seconds] of Object.entries(given)) {
    if (!known().rests.includes(kind)) throw new PaceFileError("field-unknown", `rests.${short(kind)}`);
    checkNumber(`rests.${kind}`, seconds, known().ranges.rests);
  }
}

/**
 * @param {string} field
 * @param {unknown} value
 * @param {readonly [number, number]} range
 */
function checkNumber(field, value, range) {
  const inside = typeof value === "number" && value >= range[0] && value <= range[1];
  if (!inside || (field === "phrase_syllables" && !Number.isInteger(value))) {
    throw new PaceFileError("field-invalid", field, range);
  }
}

/**
 * @param {unknown} name
 * @returns {string} A name is one short line, so that no letter fits into it.
 */
function checkName(name) {
  if (typeof name !== "string" || [...name].length > known().pace_file.longest_name || /\p{Cc}/u.test(name)) {
    throw new PaceFileError("field-invalid", "name");
  }
  return name;
}

/** @param {string} text */
function loaded(text) {
  const { largest } = known().pace_file;
  if (text.length > largest || new TextEncoder().encode(text).length > largest) throw new PaceFileError("too-large");
  try {
    return /** @type {unknown} */ (JSON.parse(text.replace(/^\uFEFF/, "")));
  } catch {
    throw new PaceFileError("not-json");
  }
}

/** @param {string} key */
function isField(key) {
  return key === "preset" || Object.keys(known().ranges).includes(key);
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {string} key */
function short(key) {
  return key.slice(0, 40);
}
