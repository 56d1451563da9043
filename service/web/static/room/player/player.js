/**
 * Reads a score on a clock. It has no timers and no page: whoever has it calls `tick` ten times a second or more,
 * and asks `mark` where the reading is.
 */

import { Decoded } from "./decoded.js";
import { isPhrase, isSaid, restSeconds } from "./score.js";

/** @typedef {import("./score.js").Score} Score */
/** @typedef {import("./score.js").Part} Part */
/** @typedef {import("./score.js").Phrase} Phrase */

/** Sounds have their times so long ahead, in seconds: longer than a page in the background is left alone. */
const AHEAD = 4;
/** What is placed begins so long after now at the earliest, in seconds. */
const SOON = 0.03;
/** What has begun, or is about to, stays as it is: in seconds. */
const ABOUT = 0.05;
/** The breath before a phrase that was asked for, in seconds. */
const TURN = 0.2;
/** How long everything fades when the reading is stopped gently, in seconds. */
export const GENTLY = 1.5;

/** @typedef {"idle" | "playing" | "paused" | "stopping" | "stopped" | "ended" | "closed"} State */

/**
 * A part that was given its time.
 * @typedef {object} Item
 * @property {number} at  Index of the part.
 * @property {Part} part
 * @property {number} start  On the clock.
 * @property {number} end
 * @property {import("./clock.js").Placed | null} placed  Its sound; null for a rest.
 */

/**
 * Where the reading is.
 * @typedef {object} Mark
 * @property {Phrase} phrase  What is spoken, or was spoken last, or is to come next.
 * @property {"speaking" | "resting" | "waiting"} how
 * @property {number} seconds  Of the rest that follows it, while it lasts; else 0.
 */

/** @template Sound */
export class Player extends EventTarget {
  /** @param {import("./clock.js").Clock<Sound>} clock */
  constructor(clock) {
    super();
    this._clock = clock;
    /** @type {Score | null} */
    this.score = null;
    /** @type {State} */
    this.state = "idle";
    /** Seconds by which phrases came late because their sound did. @type {number[]} */
    this.late = [];
    /** @type {Item[]} */
    this._items = [];
    /** @type {Decoded<Sound>} */
    this._decoded = new Decoded(
      clock,
      () => this.tick(),
      () => this.dispatchEvent(new Event("broken")),
    );
    this._next = 0;
    this._edge = 0;
    this._scale = 1;
    this._stopAt = 0;
    this._fading = false;
    this._fresh = true;
    /** @type {Part | null} */
    this._lacking = null;
  }

  /**
   * Begin with a score; where the listener has paused meanwhile, once they go on.
   * @param {Score} score
   * @param {number} scale  The listener's factor on rests.
   * @param {number} since  When the listener asked for it, on the clock: the first rest counts from there.
   * @param {number} at  Index of the part to begin with.
   */
  open(score, scale, since, at = 0) {
    this._cut(0);
    this.score = score;
    this._scale = scale;
    this._next = at;
    if (this.state !== "paused" && this.state !== "closed") this._begin(at, since);
  }

  /** Let go of everything. Nothing sounds from here on, and nothing is asked for. */
  close() {
    this._cut(0);
    this.score = null;
    this._decoded.clear();
    this.state = "closed";
  }

  /** @param {number} time  On the clock: if no phrase has its time yet, the first one begins then at the earliest. */
  hold(time) {
    if (this._fresh) this._edge = Math.max(this._edge, time);
  }

  /** Give a time to whatever is due soon. */
  tick() {
    if (this.state === "stopping") this._stopping();
    if (this.state !== "playing" || !this.score) return;
    this._decoded.prepare(this.score, this._next);
    const { parts } = this.score;
    const until = this._clock.now + AHEAD;
    while (this._next < parts.length && this._edge < until) {
      if (!this._placed(parts[this._next])) break;
      this._next += 1;
    }
    this._forget();
    if (this._next >= parts.length && this._clock.heard >= this._edge) this._end();
  }

  /** Where the reading is; null while nothing is open. @returns {Mark | null} */
  get mark() {
    const parts = this.score?.parts;
    if (!parts) return null;
    const heard = this._clock.heard;
    const item = this.state === "paused" || this.state === "stopped" ? undefined : this._at(heard);
    if (!item) {
      const next = parts.slice(this._items[0]?.at ?? this._next).find(isSaid);
      return next ? { phrase: next, how: "waiting", seconds: 0 } : null;
    }
    if (item.part.kind !== "rest" && heard < item.end) return { phrase: item.part, how: "speaking", seconds: 0 };
    const last = this.score?.lastSaid(item.at);
    if (last) return { phrase: last, how: "resting", seconds: item.part.kind === "rest" ? item.end - item.start : 0 };
    const first = parts.find(isSaid);
    return first ? { phrase: first, how: "waiting", seconds: 0 } : null;
  }

  /** Whether the next phrase has not come yet, and it is quiet because of that. */
  get waiting() {
    return this.state === "playing" && this._lacking !== null && this._clock.now >= this._edge;
  }

  /** Where the first phrase begins that has not begun to be heard, in UTF-16; -1 where there is none. */
  get upcoming() {
    const parts = this.score?.parts.slice(this._begun + 1) ?? [];
    return parts.find(isPhrase)?.start ?? -1;
  }

  /** Where the first phrase begins, from here on, whose sound has not come, in UTF-16; -1 where there is none. */
  get lacking() {
    const parts = this.score?.parts.slice(this._next) ?? [];
    return parts.filter(isPhrase).find((phrase) => !phrase.sound)?.start ?? -1;
  }

  /** Be quiet now; it goes on at the beginning of the sentence. */
  pause() {
    if (!["idle", "playing", "stopping"].includes(this.state)) return;
    const sentence = this._sentence();
    this._cut(0);
    this._next = sentence;
    this._clock.quiet(0.1);
    this._become("paused");
  }

  /** Go on. */
  resume() {
    if (!this.score) {
      if (this.state === "paused") this._become("idle");
      return;
    }
    this._begin(this._next, this._clock.now + TURN);
  }

  /** From the beginning. */
  again() {
    this._go(0);
  }

  /** @param {number} offset  In the letter, in UTF-16: the phrase there is read next. */
  seek(offset) {
    if (this.score) this._go(this.score.indexAt(offset));
  }

  /** The phrase before this one; in a rest, the one that was just spoken. */
  back() {
    const before = (this.score?.said ?? []).filter((at) => at < this._here);
    this._go(before[before.length - 1] ?? 0);
  }

  /** The next phrase. */
  on() {
    const after = this.score?.said.find((at) => at > this._here);
    if (after !== undefined) this._go(after);
  }

  /** @param {number} scale  The listener's factor on rests; it holds from the next rest that begins to be heard. */
  rest(scale) {
    this._scale = scale;
    if (this.state !== "playing") return;
    const { now, heard } = this._clock;
    // What is heard is behind the clock: a rest may have begun there that has not begun for the listener.
    this._cut(
      this._items.findIndex(
        ({ part, start, end }) =>
          part.kind === "rest" && start > heard && Math.min(end, start + restSeconds(part, scale)) > now + ABOUT,
      ),
    );
    this.tick();
  }

  /**
   * Read on by another score of the same letter, from the first phrase on that both begin at the same place, that has
   * not begun, and whose new sound is there.
   * @param {Score} score
   * @returns {boolean} Whether it does now.
   */
  join(score) {
    if (!this.score) return false;
    const joint = this.score.jointWith(score, this._begun + 1);
    if (!joint) return false;
    const next = Math.min(this._next, joint.at);
    this._cut(this._items.findIndex((item) => item.at >= joint.at));
    this.score = this.score.joined(joint.at, score, joint.from);
    this._next = next;
    this._lacking = null;
    this.tick();
    return true;
  }

  /** The phrase ends, then everything fades. */
  stopGently() {
    if (this.state !== "playing") return;
    const now = this._clock.now;
    const spoken = this._items.find((item) => item.part.kind !== "rest" && item.start <= now && now < item.end);
    const sentence = this._sentence();
    this._stopAt = spoken?.end ?? now;
    this._cut(spoken ? this._items.indexOf(spoken) + 1 : 0);
    this._next = sentence;
    this._fading = false;
    this._become("stopping");
    this.tick();
  }

  _stopping() {
    const now = this._clock.now;
    if (now < this._stopAt) return;
    if (!this._fading) {
      this._fading = true;
      this._stopAt = now;
      this._clock.quiet(GENTLY);
    }
    if (now >= this._stopAt + GENTLY) {
      this._items = [];
      this._become("stopped");
    }
  }

  _end() {
    this._items = [];
    this._next = 0;
    this._clock.quiet(0.5);
    this._become("ended");
  }

  /**
   * Give the part that is next its time.
   * @param {Part} part
   * @returns {boolean} Whether it has one now.
   */
  _placed(part) {
    if (part.kind === "rest") {
      this._add(part, this._edge, restSeconds(part, this._scale), null);
      return true;
    }
    const sound = this._decoded.soundOf(part);
    if (!sound) {
      this._lack(part);
      return false;
    }
    this._lacking = null;
    const start = Math.max(this._edge, this._clock.now + SOON);
    if (start > this._edge && !this._fresh) this.late.push(start - this._edge);
    this._fresh = false;
    this._add(part, start, this._clock.seconds(sound), this._clock.place(sound, start));
    return true;
  }

  /**
   * @param {Part} part
   * @param {number} start
   * @param {number} seconds
   * @param {import("./clock.js").Placed | null} placed
   */
  _add(part, start, seconds, placed) {
    this._edge = start + seconds;
    this._items.push({ at: this._next, part, start, end: this._edge, placed });
  }

  /**
   * Say once that a part's sound is not there.
   * @param {Phrase} part
   */
  _lack(part) {
    if (this._lacking === part || this._decoded.has(part)) return;
    this._lacking = part;
    this.dispatchEvent(new Event("lacking"));
  }

  /**
   * Take back the items from one on; placing goes on there.
   * @param {number} from  Index among the items; nothing is done for -1.
   */
  _cut(from) {
    if (from < 0 || from >= this._items.length) return;
    const dropped = this._items.splice(from);
    for (const item of dropped) item.placed?.cut();
    this._next = dropped[0].at;
    this._edge = dropped[0].start;
  }

  /** @param {number} at  Index of a part: it is read next. */
  _go(at) {
    if (!this.score) return;
    this._cut(0);
    this._next = at;
    this._lacking = null;
    if (this.state !== "paused" && this.state !== "stopped") this._begin(at, this._clock.now + TURN);
  }

  /**
   * @param {number} at  Index of a part.
   * @param {number} edge  When it begins, on the clock.
   */
  _begin(at, edge) {
    this._next = at;
    this._edge = edge;
    this._lacking = null;
    this._fresh = true;
    this._clock.open();
    this._become("playing");
    this.tick();
  }

  /** Index of the last part that has begun, or is about to. */
  get _begun() {
    const now = this._clock.now + ABOUT;
    const begun = ["playing", "stopping"].includes(this.state) ? this._items.filter((item) => item.start <= now) : [];
    return begun.length ? begun[begun.length - 1].at : (this._items[0]?.at ?? this._next) - 1;
  }

  /** Index of the part that is heard, or is next. */
  get _here() {
    return this._at(this._clock.heard)?.at ?? this._items[0]?.at ?? this._next;
  }

  /** Index of the part that begins the sentence that is heard; between two sentences, the next one. */
  _sentence() {
    const parts = this.score?.parts ?? [];
    const next = parts.slice(this._here).find(isSaid);
    const first = parts.findIndex((part) => isSaid(part) && part.sentence === next?.sentence);
    return first < 0 ? this._next : first;
  }

  /**
   * @param {number} time
   * @returns {Item | undefined}
   */
  _at(time) {
    const begun = this._items.filter((item) => item.start <= time);
    return begun[begun.length - 1];
  }

  /** Let go of what was heard, but for the last. */
  _forget() {
    const here = this._at(this._clock.heard);
    if (here) this._items.splice(0, this._items.indexOf(here));
  }

  /** @param {State} state */
  _become(state) {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}
