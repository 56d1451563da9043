/** What the service and the page both go by. The service says it, in a block of the page (`service/web/known.py`). */

/**
 * @typedef {object} Known
 * @property {string[]} presets  Names of the paces.
 * @property {string[]} down  Those that are not tied to breath, from the quickest to the slowest.
 * @property {string[]} rests  The kinds of rest.
 * @property {Record<string, [number, number]>} ranges  Lowest and highest of each number of a pace.
 * @property {{largest: number, longest_name: number}} pace_file  Its most bytes, and the most characters of its name.
 * @property {{most: number, longest: number}} pronunciations  The most words that are taught at once, and the most
 * characters of each and of how it is said.
 * @property {{largest: number, too_large: string}} document  The most bytes that are taken, and what is said of more.
 */

/** @type {Known | undefined} */
let read;

/** @returns {Known} */
export function known() {
  read ??= /** @type {Known} */ (JSON.parse(document.getElementById("known")?.textContent ?? ""));
  return read;
}
