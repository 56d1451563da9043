/** A reading on its way here: the events of the service, laid into a score as they come. */

import { Offsets } from "./player/offsets.js";
import { Score } from "./player/score.js";
import { Problem } from "./service.js";

/** @typedef {import("./player/score.js").Phrase} Phrase */
/** @typedef {import("./service.js").Service} Service */
/** @typedef {import("./service.js").Wish} Wish */

/** The longest that a reading is held back so that it is without gaps, in seconds. */
const LONGEST_LEAD = 5;
/** By as much may a sound come later than the first one lets expect, in seconds. */
const MARGIN = 0.5;
/** So many phrases before it is there, another place is asked for instead of waiting: slow voices take seconds for each. */
const FAR = 20;
/** How long nothing may come, in seconds: longer than the service gives to what it speaks. */
const STALLED = 150;

/** Dispatches `score`, `sound` for each phrase that has come, then `end` or `failed`. */
export class Reading extends EventTarget {
  /**
   * @param {Service} service
   * @param {Wish} wish
   * @param {number} from  Where in the letter it begins, in UTF-16.
   */
  constructor(service, wish, from = 0) {
    super();
    this._service = service;
    this._wish = wish;
    this._from = from;
    this._abort = new AbortController();
    /** @type {Score | null} */
    this.score = null;
    /** The phrases that are ahead. @type {Phrase[]} */
    this._phrases = [];
    /** How many phrases of the letter stand before them. */
    this._before = 0;
    /** @type {Problem | null} */
    this.problem = null;
    this.running = false;
    /** Where the phrase that came last begins. */
    this._at = from;
    /** When the score was here, in milliseconds. */
    this._told = 0;
    /** When the first sound was here, and how far all others would be behind if it were played at once, in seconds. */
    this._first = { at: 0, behind: 0 };
  }

  /** Fetch it. Whatever goes wrong is in `problem` at the end. */
  async fetch() {
    this.running = true;
    try {
      const body = await this._service.readback(this._wish, this._fromCharacter, this._abort.signal);
      let ended = false;
      for await (const event of events(body)) ended = this._take(event) || ended;
      if (!ended) throw Problem.lost();
      this._tell("end");
    } catch (error) {
      if (this._abort.signal.aborted) return;
      this.problem = Problem.of(error);
      this._tell("failed");
    } finally {
      this.running = false;
    }
  }

  /** Seconds from now until it can begin so that nothing comes too late on its way, judged by its first sound. */
  get lead() {
    const { at, behind } = this._first;
    return Math.max(0, Math.min(behind, LONGEST_LEAD) - (performance.now() - at) / 1000);
  }

  /** Ask for no more. The service stops its work. */
  stop() {
    this._abort.abort();
  }

  /**
   * @param {number} offset  In the letter, in UTF-16.
   * @returns {boolean} Whether the phrase there is on its way, and not far.
   */
  brings(offset) {
    const between = this._phrases.filter(({ start }) => start > this._at && start < offset).length;
    return this.running && offset >= this._at && between < FAR;
  }

  get _fromCharacter() {
    return this._from > 0 ? new Offsets(this._wish.letter).codePoint(this._from) : undefined;
  }

  /**
   * @param {Record<string, any>} event
   * @returns {boolean} Whether it was the last.
   */
  _take(event) {
    switch (event.event) {
      case "score":
        this.score = Score.from(this._wish.letter, event.score);
        this._phrases = this.score.phrases;
        this._before = event.score.parts.find((/** @type {any} */ part) => part.kind === "phrase").index;
        this._told = performance.now();
        this._tell("score");
        return false;
      case "preface":
      case "phrase":
        this._lay(event);
        return false;
      case "error":
        throw new Problem(event.problem);
      default:
        return event.event === "end";
    }
  }

  /** @param {Record<string, any>} event */
  _lay(event) {
    const preface = this.score?.parts.find((part) => part.kind === "preface");
    const phrase = event.event === "preface" ? /** @type {Phrase} */ (preface) : this._phrases[event.index - this._before];
    this._at = Math.max(this._at, phrase.start);
    phrase.sound = Uint8Array.from(atob(event.audio), (letter) => letter.charCodeAt(0));
    if (!this._first.at) this._timed(event.end - event.start);
    this._tell("sound");
  }

  /** @param {number} seconds  Of the first sound, which has just come. */
  _timed(seconds) {
    const at = performance.now();
    const slowness = (at - this._told) / 1000 / seconds;
    this._first = { at, behind: this.score ? behind(this.score, seconds, slowness) : 0 };
  }

  /** @param {string} type */
  _tell(type) {
    if (!this._abort.signal.aborted) this.dispatchEvent(new Event(type));
  }
}

/**
 * How far behind the sounds of a reading may be, at worst, if it is played as soon as the first is here.
 * @param {import("./player/score.js").Score} score
 * @param {number} seconds  Of the first sound.
 * @param {number} slowness  Seconds that a second of sound takes to come.
 * @returns {number} In seconds.
 */
export function behind({ parts, seconds: all }, seconds, slowness) {
  const first = parts.findIndex((part) => part.kind !== "rest");
  const rests = parts.reduce((sum, part) => sum + (part.kind === "rest" ? part.seconds : 0), 0);
  const characters = parts.reduce((sum, part) => sum + (part.kind === "rest" ? 0 : part.spoken.length), 0);
  let played = seconds;
  let come = 0;
  let worst = 0;
  for (const part of parts.slice(first + 1)) {
    const lasts = part.kind === "rest" ? part.seconds : ((all - rests) * part.spoken.length) / characters;
    if (part.kind !== "rest") {
      come += lasts * slowness;
      worst = Math.max(worst, come - played + MARGIN);
    }
    played += lasts;
  }
  return worst;
}

/**
 * The events of a body, a line each.
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<Record<string, any>>}
 */
export async function* events(body) {
  const reader = body.getReader();
  const text = new TextDecoder();
  let held = "";
  try {
    for (;;) {
      const { done, value } = await soon(reader.read());
      held += text.decode(value, { stream: !done });
      const lines = held.split("\n");
      held = lines.pop() ?? "";
      for (const line of lines) yield JSON.parse(line);
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/**
 * What comes, unless nothing does: a telephone that has left its network is not always told.
 * @template T
 * @param {Promise<T>} coming
 * @returns {Promise<T>}
 */
function soon(coming) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(Problem.lost()), STALLED * 1000);
    coming.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
