/** The letter as it was written, with a mark on the phrase that is spoken. */

/** @typedef {import("./score.js").Phrase} Phrase */
/** @typedef {import("./player.js").Mark} Mark */

/** How long the page is left where the listener has put it, in milliseconds. */
const LEFT_ALONE = 6000;

export class Sheet {
  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} before  The line before the letter, where there is one.
   * @param {(start: number) => void} picked  Told where a phrase begins that was clicked, in UTF-16.
   * @param {() => number} covered  How much of the window's lower edge is held by what lies over the letter, in pixels;
   * 0 where nothing is.
   * @param {(reason: string) => string} silent  What is said of a place that is silent, to who points at it.
   */
  constructor(element, before, picked, covered, silent) {
    this._element = element;
    this._before = before;
    this._covered = covered;
    this._silent = silent;
    /** @type {Map<number, HTMLElement>} */
    this._spans = new Map();
    /** @type {HTMLElement | null} */
    this._marked = null;
    this._key = "";
    this._shown = "";
    this._moved = -LEFT_ALONE;
    this._over = new AbortController();
    const { signal } = this._over;
    const click = (/** @type {MouseEvent} */ event) => {
      const span = event.target instanceof Element ? event.target.closest("[data-start]") : null;
      if (span instanceof HTMLElement && getSelection()?.isCollapsed !== false) picked(Number(span.dataset.start));
    };
    element.addEventListener("click", click, { signal });
    for (const kind of ["wheel", "touchmove"]) {
      window.addEventListener(kind, () => (this._moved = performance.now()), { passive: true, signal });
    }
  }

  /** Nothing of the letter is left there, and nobody is told of clicks any more: the element is the next reading's. */
  close() {
    this._over.abort();
    this._shown = "";
    this._element.replaceChildren();
  }

  /**
   * @param {string} letter
   * @param {Phrase[]} phrases
   */
  show(letter, phrases) {
    const shown = [letter, ...phrases.map(({ start, end }) => `${start} ${end}`)].join("\n");
    if (shown === this._shown) return;
    this._shown = shown;
    this._spans = new Map([[-1, this._before]]);
    this._marked = null;
    this._key = "";
    this._element.replaceChildren(...pieces(letter, phrases, (phrase, text) => this._span(phrase, text)));
  }

  /** @param {Mark | null} mark */
  mark(mark) {
    const key = mark ? `${mark.phrase.start} ${mark.how} ${mark.seconds}` : "";
    if (key === this._key) return;
    this._key = key;
    this._marked?.classList.remove("now", "resting", "next");
    this._marked = (mark && this._spans.get(mark.phrase.start)) ?? null;
    if (!mark || !this._marked) return;
    this._marked.style.setProperty("--rest", `${Math.max(0.3, mark.seconds)}s`);
    this._marked.classList.add({ speaking: "now", resting: "resting", waiting: "next" }[mark.how]);
    if (mark.how !== "resting") this._follow(this._marked);
  }

  /**
   * @param {Phrase} phrase
   * @param {string} text
   */
  _span({ start, silent }, text) {
    const span = document.createElement("span");
    span.className = "phrase";
    span.dataset.start = String(start);
    const inside = silent.map((one) => ({ start: one.start - start, end: one.end - start, reason: one.reason }));
    span.append(
      ...pieces(text, inside, ({ reason }, sign) => {
        const quiet = document.createElement("span");
        quiet.title = this._silent(reason);
        quiet.textContent = sign;
        return quiet;
      }),
    );
    this._spans.set(start, span);
    return span;
  }

  /**
   * Keep the phrase in sight, unless somebody has just looked elsewhere.
   * @param {HTMLElement} span
   */
  _follow(span) {
    const covered = this._covered();
    // Where the window is too low to hold the controls in sight, following would take them away.
    if (performance.now() - this._moved < LEFT_ALONE || !covered) return;
    const { top, bottom } = span.getBoundingClientRect();
    const room = window.innerHeight - covered;
    if (top < room * 0.12 || bottom > room * 0.8) {
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      window.scrollBy({ top: top - room * 0.35, behavior: still ? "auto" : "smooth" });
    }
  }
}

/**
 * The letter in pieces: every character once, and the slices as elements.
 * @template {{start: number, end: number}} Slice
 * @param {string} letter
 * @param {Slice[]} slices  In order, without overlap.
 * @param {(slice: Slice, text: string) => Node} made
 * @returns {Node[]}
 */
export function pieces(letter, slices, made) {
  /** @type {Node[]} */
  const found = [];
  let at = 0;
  for (const slice of slices) {
    if (slice.start > at) found.push(document.createTextNode(letter.slice(at, slice.start)));
    found.push(made(slice, letter.slice(slice.start, slice.end)));
    at = slice.end;
  }
  if (at < letter.length) found.push(document.createTextNode(letter.slice(at)));
  return found;
}
