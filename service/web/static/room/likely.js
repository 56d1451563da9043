/** The words of a letter: the one that somebody points at, and those that a voice may have said wrongly. */

/** One word: letters with their marks, and what joins them. */
const WORD = /[\p{L}\p{M}]+(?:['’‘ʼ＇-][\p{L}\p{M}]+)*/gu;
/** A word that belongs to somebody is said as the one that stands before it. */
const OWN = /['’‘ʼ＇]s$/u;
/** What stands before a word that begins a sentence, a line or what somebody says. */
const BEGINS = /[.!?…:"“‘«\n]\P{L}*$/u;
/** So many characters before a word are looked at for that. */
const BEFORE = 12;
/** "I", and what is joined to it. */
const I = /^I(?:['’‘ʼ＇]|$)/u;
/** The most words that are offered, and of how many letters those are at least that look like no name. */
const MOST = 12;
const SHORTEST = 3;
/** The most words of a last line that says who writes. */
const SIGNED = 2;

/**
 * @param {string} text
 * @param {number} start  In UTF-16, as its end; both may lie inside a word.
 * @param {number} end
 * @returns {string} The first word of which something lies between them, whole; "" where there is none.
 */
export function wordAt(text, start, end) {
  const found = [...text.matchAll(WORD)].find(({ 0: word, index = 0 }) => index < end && index + word.length > start);
  return plain(found?.[0] ?? "");
}

/**
 * @param {string} letter
 * @param {string[]} near  What of it was heard just now.
 * @returns {string[]} Words that may be meant: names that were heard just now, other names, what else was heard.
 */
export function likely(letter, near) {
  const heard = near.flatMap((phrase) => (phrase.match(WORD) ?? []).map(plain));
  const names = new Set(namesIn(letter));
  const others = heard.filter((word) => [...word].length >= SHORTEST);
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const word of [...heard.filter((one) => names.has(one)), ...names, ...others]) {
    const same = word.toLowerCase();
    if (found.size < MOST && !found.has(same)) found.set(same, word);
  }
  return [...found.values()];
}

/**
 * @param {string} letter
 * @returns {string[]} Words with a capital that no sentence has given them, and who signs.
 */
function namesIn(letter) {
  /** @type {string[]} */
  const found = [];
  const lines = letter.trim().split("\n");
  for (const [at, line] of lines.entries()) {
    const words = [...line.matchAll(WORD)];
    const signs = at > 0 && at === lines.length - 1 && words.length <= SIGNED;
    for (const { 0: word, index = 0 } of words) {
      const before = `\n${line}`.slice(Math.max(0, index + 1 - BEFORE), index + 1);
      if (/^\p{Lu}/u.test(word) && !I.test(word) && (signs || !BEGINS.test(before))) found.push(plain(word));
    }
  }
  return found.filter((word) => word.length > 1);
}

/** @param {string} word */
function plain(word) {
  return word.replace(OWN, "");
}
