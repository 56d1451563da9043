/** A letter being heard: the player, the letter with its marks, and what the listener does while it plays. */

import { button, region } from "./page.js";
import { Player } from "./player.js";
import { Reading } from "./reading.js";
import { Sheet } from "./sheet.js";
import { PROBLEMS, WORDS, problemSaid } from "./words.js";

/** @typedef {import("./service.js").Wish} Wish */

/** How often sounds are given their times, in milliseconds. */
const TICK = 60;
/** How long presses of a button are gathered before another speed is asked for, in milliseconds. */
const GATHERED = 250;
/** How long a new pace is waited for before it goes on at the old one, in milliseconds. */
const PATIENCE = 3000;

/**
 * Dispatches `ended`, `stopped`, `failed` (before any sound; see `problem`), `paused` whenever that changes, and `joined`
 * when a new pace holds.
 */
export class Listening extends EventTarget {
  /**
   * @param {import("./service.js").Service} service
   * @param {import("./clock.js").AudioClock} clock
   * @param {import("./pace.js").Pace} pace
   * @param {Wish} wish
   */
  constructor(service, clock, pace, wish) {
    super();
    this._service = service;
    this._clock = clock;
    this._pace = pace;
    this._wish = wish;
    this._since = 0;
    this._timer = 0;
    this._gathering = 0;
    this._frame = 0;
    this._ready = false;
    this.problem = "";
    this.player = new Player(clock);
    this._sheet = new Sheet(region("sheet"), region("own-words"), (start) => this.player.seek(start));
    /** The reading that is heard, and the one that is to take its place. */
    this._reading = new Reading(service, wish);
    /** @type {Reading | null} */
    this._newer = null;
    this.player.addEventListener("change", () => this._changed());
    this.player.addEventListener("lacking", () => this._lacking());
    this.player.addEventListener("broken", () => this._say(PROBLEMS.broken, true));
  }

  /** Ask for the reading; it sounds as soon as its first phrase is here. */
  fetch() {
    this._follow(this._reading, () => this._open());
  }

  /** Begin to play, now or as soon as there is something to play. */
  begin() {
    this._since = this._clock.now;
    this._say("");
    this._ready = true;
    this._open();
    if (!this.player.score) this._sheet.show(this._wish.letter, []);
    this._timer = setInterval(() => this._tick(), TICK);
    this._show();
  }

  /** Let go of everything. The service stops its work. */
  close() {
    clearInterval(this._timer);
    clearTimeout(this._gathering);
    cancelAnimationFrame(this._frame);
    this._reading.stop();
    this._newer?.stop();
    this._clock.close();
  }

  /** @param {number} volume  0 to 1. */
  setVolume(volume) {
    this._clock.volume = volume;
  }

  /** The listener's factor on rests is another one: it holds from the next rest on. */
  rested() {
    this.player.rest(this._pace.rests);
  }

  /** The listener's speed or preset is another one: what is still to come is asked for anew. */
  paced() {
    clearTimeout(this._gathering);
    this._gathering = setTimeout(() => this._from(this.player.upcoming), GATHERED);
  }

  /** Ask for the new pace now; resolves when it holds, or cannot be had soon. */
  renewed() {
    clearTimeout(this._gathering);
    this._from(this.player.upcoming);
    return new Promise((resolve) => {
      this._newer?.addEventListener("failed", resolve);
      this.addEventListener("joined", resolve, { once: true });
      setTimeout(resolve, PATIENCE);
    });
  }

  /** Ask again for what is missing. */
  tryAgain() {
    this._say("");
    this._from(this.player.lacking);
    if (this.player.state === "paused") this.player.resume();
  }

  /** Play what there is. Over a slow network the first phrase is held back until the others can keep up. */
  _open() {
    const { score, lead } = this._reading;
    if (!this._ready || !score) return;
    if (!this.player.score) {
      this._sheet.show(this._wish.letter, score.phrases);
      this._notices(score);
      this.player.open(score, this._pace.rests, this._since);
    }
    this.player.hold(this._clock.now + lead);
  }

  /**
   * Read on from a place, by a new reading, at the pace as it is now.
   * @param {number} offset  In UTF-16; nothing is done for -1.
   */
  _from(offset) {
    if (offset < 0) return;
    this._newer?.stop();
    const newer = new Reading(this._service, { ...this._wish, pace: this._pace.wish }, offset);
    this._newer = newer;
    this._follow(newer, () => this._join(newer));
  }

  /** @param {Reading} newer */
  _join(newer) {
    if (this._newer !== newer || !newer.score || !this.player.join(newer.score)) return;
    this._reading.stop();
    this._reading = newer;
    this._newer = null;
    this._notices(newer.score);
    if (this.player.score) this._sheet.show(this._wish.letter, this.player.score.phrases);
    this.dispatchEvent(new Event("joined"));
  }

  /**
   * @param {Reading} reading
   * @param {() => void} sounded  Called for its score and each of its sounds.
   */
  _follow(reading, sounded) {
    for (const type of ["score", "sound"]) {
      reading.addEventListener(type, () => {
        sounded();
        this.player.tick();
      });
    }
    reading.addEventListener("failed", () => this._failed(reading));
    void reading.fetch();
  }

  /** @param {Reading} reading */
  _failed(reading) {
    const sentence = problemSaid(reading.problem);
    if (!this.player.score && !reading.score) {
      this.problem = sentence;
      this.dispatchEvent(new Event("failed"));
      return;
    }
    if (reading === this._newer) this._newer = null;
    // Where all of it has come by another way, nothing is missing.
    if (this.player.lacking >= 0) this._say(`${sentence} ${WORDS.lost}`, true);
  }

  /** A phrase is soon next whose sound is not here. It may be on its way; if not, it is asked for. */
  _lacking() {
    const coming = this._newer?.running || this._reading.brings(this.player.lacking);
    if (!coming && !this._reading.problem) this._from(this.player.lacking);
  }

  /** What there is, is played to its end; where nothing more comes, it waits for the listener there. */
  _tick() {
    this.player.tick();
    if (this.player.waiting && !this._reading.running && !this._newer?.running) this.player.pause();
  }

  _changed() {
    const { state } = this.player;
    if (state === "ended" || state === "stopped") this.dispatchEvent(new Event(state));
    this.dispatchEvent(new Event("paused"));
  }

  _show() {
    this._sheet.mark(this.player.mark);
    this._frame = requestAnimationFrame(() => this._show());
  }

  /** @param {import("./score.js").Score} score */
  _notices(score) {
    region("controls-note").textContent = score.notices.join(" ");
  }

  /**
   * @param {string} sentence
   * @param {boolean} again  Whether trying again may help.
   */
  _say(sentence, again = false) {
    region("reading-note").textContent = sentence;
    button("try-again").hidden = !again;
  }
}
