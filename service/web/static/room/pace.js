/** The listener's own pace: a preset, how fast, how much rest, and what a pace file says beside. */

import { known } from "./known.js";

/** A page has no need of a long silence before the first word: who pressed the button is listening. In seconds. */
const LEAD_IN = 0.25;
/** What a press of a button adds to the speed, and by what it multiplies the rests. */
const SPEED_STEP = 0.1;
const REST_FACTOR = 1.25;

/** Dispatches `change`, and `preset`, `speed` or `rests` before it, whichever it was. */
export class Pace extends EventTarget {
  /** @param {string} preset */
  constructor(preset) {
    super();
    this.preset = preset;
    /** A factor on the rate of speech; below 1 is slower. */
    this.speed = 1;
    /** A factor on the rests; above 1 is longer. */
    this.rests = 1;
    /** @type {Record<string, any>} What a pace file says. */
    this._given = {};
    this._touched = false;
    /** The rate with which a wished length is met, in syllables a second; 0 until it is known. */
    this._rate = 0;
  }

  /** Whether the whole is to take a wished length, or to have a wished rate, rests included. */
  get _whole() {
    return !this._touched && Boolean(this._given.duration || this._given.words_per_minute);
  }

  /**
   * How a wished length is met, as the service has worked it out: what the listener changes counts from there.
   * @param {{syllables_per_second: number, rest_scale: number}} pace
   */
  met({ syllables_per_second, rest_scale }) {
    if (!this._whole) return;
    this._rate = syllables_per_second;
    this.rests = rest_scale;
  }

  /** What decides how phrases are spoken, and nothing of the rests that only follow them. */
  get speech() {
    const { rest_scale, duration, words_per_minute, ...speech } = this.wish;
    const rate = this._rate && this._whole ? held(this._rate, "syllables_per_second") : speech.syllables_per_second;
    const whole = this._rate ? {} : { duration, words_per_minute };
    const { preset, speed, syllables_per_second, ...other } = speech;
    return JSON.stringify([preset, speed, rate, whole, other]);
  }

  /** As the service takes it. @returns {Record<string, any>} */
  get wish() {
    const { syllables_per_second: rate, duration, words_per_minute, rests, ...other } = this._given;
    /** @type {Record<string, any>} */
    const wish = { ...other, preset: this.preset, rests: { lead_in: LEAD_IN, ...rests } };
    delete wish.speed;
    if (rate) wish.syllables_per_second = held(rate * this.speed, "syllables_per_second");
    else if (this.speed !== 1) wish.speed = this.speed;
    if (this._whole) return { ...wish, ...(duration ? { duration } : { words_per_minute }) };
    if (this.rests !== 1) wish.rest_scale = this.rests;
    else delete wish.rest_scale;
    return wish;
  }

  /** As a file keeps it: without what only this page adds. @returns {Record<string, any>} */
  get own() {
    const { rests, ...own } = this.wish;
    const named = { ...rests };
    if (this._given.rests?.lead_in === undefined) delete named.lead_in;
    return Object.keys(named).length ? { ...own, rests: named } : own;
  }

  /** @param {Record<string, any>} given  From a file, or from what was kept. */
  give(given) {
    this._given = given;
    this._touched = false;
    this._rate = 0;
    this.preset = given.preset ?? this.preset;
    this.speed = given.speed ?? 1;
    this.rests = given.rest_scale ?? 1;
    this._changed("preset", false);
  }

  /** @param {string} preset  Chosen by hand: what a file said beside it no longer holds. */
  choose(preset) {
    if (this._whole) this.rests = 1;
    this._given = {};
    this.preset = preset;
    this._changed("preset");
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this._own();
    this.speed = held(speed, "speed");
    this._changed("speed");
  }

  /** @param {number} rests */
  setRests(rests) {
    this._own();
    this.rests = held(rests, "rest_scale");
    this._changed("rests");
  }

  slower() {
    this._own();
    this.setSpeed(this.speed - SPEED_STEP);
  }

  quicker() {
    this._own();
    this.setSpeed(this.speed + SPEED_STEP);
  }

  longer() {
    this.setRests(this.rests * REST_FACTOR);
  }

  shorter() {
    this.setRests(this.rests / REST_FACTOR);
  }

  /** It is too much: one preset down; below the last, a little slower still. */
  down() {
    const { down } = known();
    const next = down[down.indexOf(this.preset) + 1];
    if (down.includes(this.preset) && next) this.choose(next);
    else this.slower();
  }

  /** The listener's own from here on, beginning with what a wished length has led to. */
  _own() {
    if (!this._whole || !this._rate) return;
    const { duration, words_per_minute, speed, ...given } = this._given;
    this._given = { ...given, syllables_per_second: this._rate };
    this.speed = 1;
    this._touched = true;
  }

  /** Whether rests are the listener's to change: with breath, a phrase and its rest make one breath. */
  get free() {
    return this.preset !== "with-breath";
  }

  /**
   * @param {string} what
   * @param {boolean} touched
   */
  _changed(what, touched = true) {
    this._touched = this._touched || touched;
    this.dispatchEvent(new Event(what));
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * @param {number} value
 * @param {string} range  Whose ends hold it.
 */
function held(value, range) {
  const [least, most] = known().ranges[range];
  return Math.min(most, Math.max(least, Math.round(value * 1000) / 1000));
}
