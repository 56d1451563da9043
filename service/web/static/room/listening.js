/** A letter being heard: the player, the letter with its marks, and what the listener does while it plays. */

import { button, footHeight, region } from "./page.js";
import { Player } from "./player/player.js";
import { Sheet } from "./player/sheet.js";
import { Reading } from "./reading.js";
import { PROBLEMS, WORDS, problemSaid, silentHere } from "./words.js";

/** @typedef {import("./service.js").Wish} Wish */

/** How often sounds are given their times, in milliseconds. */
const TICK = 60;
/** How long a voice is waited for before that is said, in milliseconds. */
const UNTOLD = 2500;
/** How long presses of a button are gathered before another speed is asked for, in milliseconds. */
const GATHERED = 250;
/** How long a new pace is waited for before it goes on at the old one, in milliseconds. */
const PATIENCE = 3000;
/** How long after the old reading was let go of the service is asked again, where it had no room for two. */
const ROOM = 500;

/**
 * Dispatches `ended`, `stopped`, `failed` (before any sound; see `problem`), `paused` whenever that changes, and `joined`
 * when a new pace holds.
 */
export class Listening extends EventTarget {
  /**
   * @param {import("./service.js").Service} service
   * @param {import("./player/clock.js").AudioClock} clock
   * @param {import("./pace.js").Pace} pace
   * @param {import("./taught.js").Taught} taught
   * @param {Wish} wish
   */
  constructor(service, clock, pace, taught, wish) {
    super();
    this._service = service;
    this._clock = clock;
    this._pace = pace;
    this._taught = taught;
    this._wish = wish;
    this._since = 0;
    this._timer = 0;
    this._gathering = 0;
    this._frame = 0;
    this._ready = false;
    this._closed = false;
    /** Whether a part of the sound could not be decoded: then only the listener asks for it again. */
    this._broken = false;
    /** How long a sound has been waited for, in milliseconds. */
    this._waited = 0;
    /** What decided how each part is spoken, to know those of an earlier pace. @type {WeakMap<object, string>} */
    this._spoken = new WeakMap();
    this.problem = "";
    this.player = new Player(clock);
    this._sheet = new Sheet(region("sheet"), region("own-words"), (start) => this.seek(start), footHeight, silentHere);
    /** The reading that is heard, and the one that is to take its place. */
    this._reading = new Reading(service, wish);
    this._asked = this._speech;
    /** @type {Reading | null} */
    this._newer = null;
    this.player.addEventListener("change", () => this._changed());
    this.player.addEventListener("lacking", () => this._lacking());
    this.player.addEventListener("broken", () => {
      this._broken = true;
      this._say(PROBLEMS.broken, true);
    });
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
    if (this._closed) return;
    this._closed = true;
    this.player.close();
    this._sheet.close();
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

  /** What is heard, and of it, the phrases that were heard just now. @returns {{wish: Wish, near: string[]}} */
  get heard() {
    const { mark, score } = this.player;
    const phrases = score?.phrases ?? [];
    const at = phrases.findIndex(({ start }) => start === mark?.phrase.start);
    const near = phrases.slice(Math.max(0, at - 1), at + 1);
    const wish = { ...this._wish, pace: this._pace.wish };
    return { wish, near: near.map(({ start, end }) => wish.letter.slice(start, end)) };
  }

  /** The listener's speed or preset is another one, or a word is said otherwise: what is still to come is asked for anew. */
  paced() {
    this._soon(GATHERED);
  }

  /** Ask for what is still to come as it is wished for now; resolves when it holds, or cannot be had soon. @returns {Promise<void>} */
  renewed() {
    this._from(this.player.upcoming);
    const newer = this._newer;
    if (!newer) return Promise.resolve();
    return new Promise((resolve) => {
      newer.addEventListener("failed", () => resolve());
      this.addEventListener("joined", () => resolve(), { once: true });
      setTimeout(resolve, PATIENCE);
    });
  }

  /** @param {number} offset  In the letter, in UTF-16: the phrase there is read next. */
  seek(offset) {
    this.player.seek(offset);
    this._moved();
  }

  back() {
    this.player.back();
    this._moved();
  }

  on() {
    this.player.on();
    this._moved();
  }

  /** From the beginning, all of it at the pace as it is now. */
  async again() {
    const { player } = this;
    const going = player.state !== "paused";
    const first = player.score?.phrases[0];
    if (!first || this._isOfNow(first)) return player.again();
    player.pause();
    if (player.state === "paused") player.again(); // it waits there
    await this.renewed();
    if (player.state === "ended") player.again();
    else if (going && player.state === "paused") player.resume();
  }

  /** Ask again for what is missing, or for the pace that could not be had. */
  tryAgain() {
    this._say("");
    this._broken = false;
    const { upcoming, lacking } = this.player;
    const next = this.player.score?.phrases.find(({ start }) => start === upcoming);
    this._from(next && !this._isOfNow(next) ? upcoming : lacking);
    if (this.player.state === "paused") this.player.resume();
  }

  /** Play what there is. Over a slow network the first phrase is held back until the others can keep up. */
  _open() {
    const { score, lead } = this._reading;
    if (!this._ready || this._closed || !score) return;
    if (!this.player.score) this._begun(score);
    this.player.hold(this._clock.now + lead);
  }

  /** @param {import("./player/score.js").Score} score */
  _begun(score) {
    const changed = this._asked !== this._speech;
    if (!changed) this._pace.met(score.pace);
    this._note(score, changed ? this._asked : this._speech);
    this._sheet.show(this._wish.letter, score.phrases);
    this._notices(score);
    this.player.open(score, this._pace.rests, this._since);
    if (changed) this.paced(); // while it was on its way
  }

  /** What is read next may be of an earlier pace, where the listener has gone back. */
  _moved() {
    const { upcoming } = this.player;
    const next = this.player.score?.phrases.find(({ start }) => start === upcoming);
    if (next && !this._isOfNow(next)) this.paced();
  }

  /** @param {import("./player/score.js").Part} part */
  _isOfNow(part) {
    return this._spoken.get(part) === this._speech;
  }

  /** What decides how phrases are spoken: the pace, and the words that were taught. */
  get _speech() {
    return `${this._pace.speech} ${JSON.stringify(this._taught.given ?? {})}`;
  }

  /**
   * @param {import("./player/score.js").Score} score
   * @param {string} speech  What decides how it is spoken.
   */
  _note(score, speech) {
    for (const phrase of score.phrases) this._spoken.set(phrase, speech);
  }

  /** @param {number} milliseconds  After them, what is still to come is asked for, at the pace as it is then. */
  _soon(milliseconds) {
    clearTimeout(this._gathering);
    this._gathering = setTimeout(() => this._from(this.player.upcoming), milliseconds);
  }

  /** Whether something is on its way, or about to be asked for. */
  get _coming() {
    return this._reading.running || Boolean(this._newer?.running) || this._gathering !== 0;
  }

  /**
   * Read on from a place, by a new reading, at the pace as it is now.
   * @param {number} offset  In UTF-16; nothing is done for -1.
   */
  _from(offset) {
    clearTimeout(this._gathering);
    this._gathering = 0;
    if (offset < 0 || this._closed) return;
    this._newer?.stop();
    this._asked = this._speech;
    const wish = { ...this._wish, pace: this._pace.wish, pronunciations: this._taught.given };
    const newer = new Reading(this._service, wish, offset);
    this._newer = newer;
    this._follow(newer, () => this._join(newer));
  }

  /** @param {Reading} newer */
  _join(newer) {
    if (this._newer !== newer || !newer.score || !this.player.join(newer.score)) return;
    this._reading.stop();
    this._reading = newer;
    this._newer = null;
    this._note(newer.score, this._asked);
    this._say("");
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
    if (this._closed) return;
    const sentence = problemSaid(reading.problem);
    if (!this.player.score && !reading.score) {
      this.problem = sentence;
      this.dispatchEvent(new Event("failed"));
      return;
    }
    const older = reading === this._newer && this._reading;
    if (older) this._newer = null;
    if (older && older.running && reading.problem?.code === "busy") {
      older.stop(); // its place may be all there was
      this._soon(ROOM);
      return;
    }
    const { lacking } = this.player;
    if (older && (lacking < 0 || older.brings(lacking))) this._say(`${sentence} ${WORDS.asItWas}`, true);
    // Where all of it has come by another way, nothing is missing.
    else if (lacking >= 0) this._say(`${sentence} ${WORDS.lost}`, true);
  }

  /** A phrase is soon next whose sound is not here. It may be on its way; if not, it is asked for. */
  _lacking() {
    const coming = this._newer?.running || this._gathering !== 0 || this._reading.brings(this.player.lacking);
    if (!coming && !this._broken && !this._reading.problem) this._from(this.player.lacking);
  }

  /** What there is, is played to its end; where nothing more comes, it waits for the listener there. */
  _tick() {
    this.player.tick();
    // What has come and is still being decoded is no reason to wait for anybody.
    if (this.player.waiting && !this._coming && this.player.lacking >= 0) this.player.pause();
    const waits = this.player.waiting || (!this.player.score && !this.problem);
    this._waited = waits ? this._waited + TICK : 0;
    region("patience").hidden = this._waited < UNTOLD;
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

  /** @param {import("./player/score.js").Score} score */
  _notices(score) {
    region("controls-note").textContent = score.notices.join(" ");
  }

  /**
   * @param {string} sentence
   * @param {boolean} again  Whether trying again may help.
   */
  _say(sentence, again = false) {
    if (this._closed) return;
    region("reading-note").textContent = sentence;
    button("try-again").hidden = !again;
  }
}
