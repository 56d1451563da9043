/**
 * The optional settling before a letter: a few breaths, a moment for the compassionate image, quiet. It only says what
 * comes when; a view shows it. It can be skipped at any moment, and nothing goes on after that.
 */

/**
 * @typedef {object} SettlingOptions
 * @property {number} [breaths] how many breaths come first: 3, or 0 for none
 * @property {boolean} [image] whether there is a moment for the image
 * @property {number} [quiet] seconds of quiet at the end, 0 to 40
 */
/**
 * @typedef {object} Step
 * @property {"in" | "out" | "image" | "quiet"} kind
 * @property {number} seconds how long it lasts
 */
/**
 * @typedef {object} Timers
 * @property {(run: () => void, milliseconds: number) => number} set
 * @property {(timer: number) => void} clear
 * @property {() => number} now milliseconds, of any beginning
 */

const BREATHS = 3;
/** Six breaths a minute. */
const IN_SECONDS = 4;
const OUT_SECONDS = 6;
const IMAGE_SECONDS = 6;
const LONGEST_QUIET = 40;

/** @type {Timers} */
const TIMERS = {
  set: (run, milliseconds) => Number(setTimeout(run, milliseconds)),
  clear: (timer) => clearTimeout(timer),
  now: () => performance.now(),
};

/**
 * @param {SettlingOptions} options what lies outside its range is brought to the nearest end of it
 * @returns {Step[]} in order; none where nothing was asked for
 */
export function steps({ breaths = 0, image = false, quiet = 0 }) {
  /** @type {Step[]} */
  const all = [];
  for (let breath = 0; breath < Math.min(breaths, BREATHS); breath += 1) {
    all.push({ kind: "in", seconds: IN_SECONDS }, { kind: "out", seconds: OUT_SECONDS });
  }
  if (image) all.push({ kind: "image", seconds: IMAGE_SECONDS });
  if (quiet > 0) all.push({ kind: "quiet", seconds: Math.min(quiet, LONGEST_QUIET) });
  return all;
}

/** One settling: started once, then over, by itself or because somebody skipped it. */
export class Settling {
  /**
   * @param {SettlingOptions} options
   * @param {Timers} [timers]
   */
  constructor(options, timers = TIMERS) {
    this.steps = steps(options);
    this.timers = timers;
    /** @type {"new" | "going" | "over"} */
    this.state = "new";
    /** Which step it is at. */
    this.at = -1;
    /** When the step ends, by the timers' clock; while paused, how much of it is left. In milliseconds. */
    this.due = 0;
    /** @type {number | undefined} */
    this.timer = undefined;
    /** @type {(step: Step, index: number) => void} */
    this.onStep = () => {};
    /** @type {(skipped: boolean) => void} */
    this.onDone = () => {};
  }

  /**
   * Begin. A second call changes nothing.
   * @param {(step: Step, index: number) => void} onStep called as each step begins
   * @param {(skipped: boolean) => void} onDone called once, when it is over: at its end or by skip(), not by stop()
   */
  start(onStep, onDone) {
    if (this.state !== "new") return;
    this.onStep = onStep;
    this.onDone = onDone;
    this.state = "going";
    this.next();
  }

  /** On to the letter, now. */
  skip() {
    if (this.stop()) this.onDone(true);
  }

  /**
   * Leave it, and do not go on to anything.
   * @returns {boolean} whether it was under way
   */
  stop() {
    const underWay = this.state === "going";
    this.rest();
    this.state = "over";
    return underWay;
  }

  /** @private */
  next() {
    this.at += 1;
    if (this.at >= this.steps.length) {
      this.stop();
      this.onDone(false);
      return;
    }
    const step = this.steps[this.at];
    this.wait(step.seconds * 1000);
    this.onStep(step, this.at);
  }

  /**
   * @private
   * @param {number} milliseconds
   */
  wait(milliseconds) {
    this.due = this.timers.now() + milliseconds;
    this.timer = this.timers.set(() => this.next(), milliseconds);
  }

  /** @private */
  rest() {
    if (this.timer !== undefined) this.timers.clear(this.timer);
    this.timer = undefined;
  }
}
