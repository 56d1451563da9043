/**
 * Where something stands in a letter: the service counts code points, the page counts UTF-16 units.
 */

/** The two ways of counting one text. Built in one pass; each conversion takes the logarithm of its wide characters. */
export class Offsets {
  /** @param {string} text the letter, as the page has it */
  constructor(text) {
    /** Units of the whole text, in UTF-16. */
    this.length = text.length;
    /**
     * Where each surrogate pair begins, in UTF-16, in order. A surrogate alone is one code point and one unit.
     * @type {number[]}
     */
    this.pairs = [];
    for (let at = 0; at + 1 < text.length; at += 1) {
      if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
        this.pairs.push(at);
        at += 1;
      }
    }
    /** Code points of the whole text. */
    this.codePoints = text.length - this.pairs.length;
  }

  /**
   * @param {number} codePoint an offset in code points; what lies outside the text is brought to its nearest end
   * @returns {number} the same place in UTF-16
   */
  utf16(codePoint) {
    const at = Math.min(Math.max(codePoint, 0), this.codePoints);
    return at + below(this.pairs.length, (pair) => this.pairs[pair] - pair < at);
  }

  /**
   * @param {number} utf16 an offset in UTF-16; what lies outside the text is brought to its nearest end
   * @returns {number} the same place in code points; inside a pair, the place before it
   */
  codePoint(utf16) {
    const at = Math.min(Math.max(utf16, 0), this.length);
    return at - below(this.pairs.length, (pair) => this.pairs[pair] < at);
  }
}

/**
 * @param {number} count how many there are
 * @param {(index: number) => boolean} holds true up to some index, and false from there on
 * @returns {number} how many of them it holds for
 */
function below(count, holds) {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
