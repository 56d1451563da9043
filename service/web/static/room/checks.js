/** How it is, before and after: a number and a word, and three ratings, all of them optional. They are never judged. */

import { button, element, input, region, select, show } from "./page.js";
import { WORDS, checkSaid } from "./words.js";

/** @typedef {import("./letterfile.js").Check} Check */
/** @typedef {import("./letterfile.js").Feeling} Feeling */

const HIGHEST = 10;
const RATINGS = /** @type {const} */ (["believable", "acceptable", "helpful"]);

export class Checks {
  constructor() {
    /** @type {Feeling | undefined} */
    this._before = undefined;
    /** @type {Feeling | undefined} */
    this._after = undefined;
    this._when = "";
    /** @type {(feeling: Feeling | undefined) => void} */
    this._answered = () => {};
    this._form = element("check-form", HTMLFormElement);
    this._form.addEventListener("submit", (event) => {
      event.preventDefault();
      this._answered(this._feeling());
    });
    button("check-skip").addEventListener("click", () => this._answered(undefined));
    region("numbers").append(...Array.from({ length: HIGHEST + 1 }, (_, number) => numberChoice(number)));
    for (const rating of RATINGS) select(rating).append(...ratingChoices());
  }

  /** A new reading begins: nothing is known of it yet. */
  begin() {
    this._when = new Date().toISOString();
    this._before = this._after = undefined;
    for (const rating of RATINGS) select(rating).value = "";
  }

  /** Ask how it is, if that is wanted, and go on. */
  async before() {
    if (input("check").checked) this._before = await this._ask(WORDS.before);
  }

  /** The same, after the letter. */
  async after() {
    if (input("check").checked) this._after = await this._ask(WORDS.after);
    const both = this._before !== undefined || this._after !== undefined;
    region("compared").hidden = !both;
    region("compared-before").textContent = checkSaid(this._before);
    region("compared-after").textContent = checkSaid(this._after);
    region("rating").hidden = !input("rate").checked;
  }

  /** What was said of this reading, or undefined where nothing was. @returns {Check | undefined} */
  get check() {
    /** @type {Check} */
    const check = { when: this._when };
    if (this._before) check.before = this._before;
    if (this._after) check.after = this._after;
    const rated = RATINGS.filter((rating) => input("rate").checked && select(rating).value !== "");
    if (rated.length) check.ratings = Object.fromEntries(rated.map((name) => [name, Number(select(name).value)]));
    return Object.keys(check).length > 1 ? check : undefined;
  }

  /**
   * @param {string} title
   * @returns {Promise<Feeling | undefined>}
   */
  _ask(title) {
    this._form.reset();
    region("check-title").textContent = title;
    show("checking");
    return new Promise((resolve) => (this._answered = resolve));
  }

  /** @returns {Feeling | undefined} */
  _feeling() {
    const number = this._form.querySelector("input[name=number]:checked");
    const word = input("word").value.trim();
    /** @type {Feeling} */
    const feeling = {};
    if (number instanceof HTMLInputElement) feeling.number = Number(number.value);
    if (word) feeling.word = word;
    return Object.keys(feeling).length ? feeling : undefined;
  }
}

/** @param {number} number */
function numberChoice(number) {
  const label = document.createElement("label");
  const choice = document.createElement("input");
  choice.type = "radio";
  choice.name = "number";
  choice.value = String(number);
  const said = document.createElement("span");
  said.textContent = String(number);
  label.append(choice, said);
  return label;
}

function ratingChoices() {
  const none = new Option(WORDS.leaveOut, "");
  const ends = new Map([
    [0, WORDS.notAtAll],
    [HIGHEST, WORDS.fully],
  ]);
  const numbers = Array.from({ length: HIGHEST + 1 }, (_, number) => {
    const end = ends.get(number);
    return new Option(end ? `${number}, ${end}` : String(number), String(number));
  });
  return [none, ...numbers];
}
