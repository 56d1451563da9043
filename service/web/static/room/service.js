/** What the page asks of the service that it came from. Nothing is asked of anybody else. */

/** Seconds that the service may take to begin its answer: to what it works out at once, and to what is spoken or read. */
const PROMPT = 15;
const PATIENT = 90;

/**
 * A reading that is wished for.
 * @typedef {object} Wish
 * @property {string} letter
 * @property {string} voice
 * @property {Record<string, any>} pace
 * @property {boolean} preface
 * @property {Record<string, string>} [pronunciations]  How words are said that the listener has taught.
 */

/** What could not be done, with a sentence for the listener. */
export class Problem extends Error {
  /** @param {{code: string, detail: string}} answer  As the service gives it (RFC 9457). */
  constructor({ code, detail }) {
    super(detail);
    this.name = "Problem";
    this.code = code;
  }

  /** The connection ended before the reading did. */
  static lost() {
    return new Problem({ code: "connection-lost", detail: "" });
  }

  /** @param {unknown} error */
  static of(error) {
    return error instanceof Problem ? error : Problem.lost();
  }
}

export class Service {
  /** @param {string} base  The address of the page. */
  constructor(base) {
    this._base = base;
  }

  /**
   * The plan of a reading.
   * @param {Wish} wish
   * @param {AbortSignal} signal
   * @returns {Promise<import("./player/score.js").ScoreAnswer>}
   */
  async score(wish, signal) {
    return (await this._post("v1/scores", JSON.stringify(wish), "application/json", { signal, patience: PROMPT })).json();
  }

  /**
   * The events of a reading. Its score comes without the letter, and without what stands before the place.
   * @param {Wish} wish
   * @param {number | undefined} from  In code points.
   * @param {AbortSignal} signal
   * @returns {Promise<ReadableStream<Uint8Array>>}
   */
  async readback(wish, from, signal) {
    const body = JSON.stringify({ ...wish, from_character: from, score_event: "ahead" });
    const answer = await this._post("v1/readbacks", body, "application/json", {
      signal,
      accept: "application/x-ndjson",
    });
    if (!answer.body) throw Problem.lost();
    return answer.body;
  }

  /**
   * The recording.
   * @param {Wish} wish
   * @param {string} format
   * @param {boolean} captions  Whether its captions come with it, in a zip.
   * @param {AbortSignal} signal
   * @returns {Promise<Blob>}
   */
  async recording(wish, format, captions, signal) {
    const body = JSON.stringify({ ...wish, format });
    const accept = captions ? "application/zip" : "audio/*";
    const answer = await this._post("v1/readbacks", body, "application/json", { signal, accept });
    return answer.blob().catch((error) => Promise.reject(Problem.of(error)));
  }

  /**
   * Up to three ways to say a word.
   * @param {string} word
   * @param {AbortSignal} signal
   * @returns {Promise<string[]>}
   */
  async tries(word, signal) {
    const body = JSON.stringify({ word });
    const answer = await this._post("v1/pronunciations", body, "application/json", { signal, patience: PROMPT });
    return (await answer.json()).tries;
  }

  /**
   * The letter in a document.
   * @param {ArrayBuffer} bytes
   * @param {string} type
   * @returns {Promise<{letter: string, notices: string[]}>}
   */
  async letter(bytes, type) {
    return (await this._post("v1/letters", bytes, type, {})).json();
  }

  /**
   * @param {string} path
   * @param {BodyInit} body
   * @param {string} type
   * @param {{signal?: AbortSignal, accept?: string, patience?: number}} options  patience: in seconds.
   */
  async _post(path, body, type, { signal, accept = "application/json", patience = PATIENT }) {
    const headers = { "Content-Type": type, Accept: accept };
    const stopped = new AbortController();
    const timer = setTimeout(() => stopped.abort(), patience * 1000);
    signal?.addEventListener("abort", () => stopped.abort());
    try {
      const answer = await fetch(new URL(path, this._base), { method: "POST", body, headers, signal: stopped.signal });
      if (!answer.ok) throw new Problem(await answer.json());
      return answer;
    } catch (error) {
      throw Problem.of(error);
    } finally {
      clearTimeout(timer);
    }
  }
}
