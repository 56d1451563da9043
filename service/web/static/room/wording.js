/**
 * Wording that some people soften in a letter to themselves. It finds the literal phrases and says where they stand;
 * it counts nothing and judges nothing.
 */

/**
 * In each, a space stands for any white space (a wrapped line, too) and ' for either apostrophe.
 * "over reacting" is written as one word, as two, and with a hyphen.
 */
const PHRASES = [
  "should",
  "shouldn't",
  "must",
  "ought to",
  "have to",
  "you need to",
  "you tend to",
  "why don't you",
  "it would help if you",
  "maybe you are over~reacting",
  "maybe you're over~reacting",
];
const WORD = "[\\p{L}\\p{M}\\p{N}_]";
/** The character before is taken along, because telephones of a few years ago cannot look behind. */
const PATTERN = `(^|[^\\p{L}\\p{M}\\p{N}_])(${PHRASES.map(pattern).join("|")})(?!${WORD})`;

/**
 * @param {string} phrase
 * @returns {string} what matches it. Each gap ends where its characters end, so the time stays linear.
 */
function pattern(phrase) {
  return phrase.replace(/ /g, "\\s+").replace(/'/g, "['’]").replace(/~/g, "(?:\\s+|[-‐‑]\\s*)?");
}

/**
 * @param {string} text the letter
 * @returns {{start: number, end: number}[]} where those phrases stand, in UTF-16, in order, none over another
 */
export function found(text) {
  const places = [];
  for (const match of text.matchAll(new RegExp(PATTERN, "giu"))) {
    const start = (match.index || 0) + match[1].length;
    places.push({ start, end: start + match[2].length });
  }
  return places;
}
