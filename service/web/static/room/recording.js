/** The reading as a file, to keep or to pass on. */

import { button, download, input, region, select } from "./page.js";
import { PROBLEMS, WORDS, problemSaid } from "./words.js";

export class Recording {
  /**
   * @param {import("./service.js").Service} service
   * @param {() => import("./service.js").Wish} wish
   */
  constructor(service, wish) {
    this._service = service;
    this._wish = wish;
    this._abort = new AbortController();
    button("save").addEventListener("click", () => void this._save());
    button("save-stop").addEventListener("click", () => this._abort.abort());
  }

  async _save() {
    const wish = this._wish();
    if (!wish.letter.trim()) return this._say(PROBLEMS["letter-empty"]);
    const captions = input("captions").checked;
    const format = select("format").value;
    this._abort = new AbortController();
    this._busy(true);
    this._say(WORDS.saving);
    try {
      const blob = await this._service.recording(wish, format, captions, this._abort.signal);
      download(blob, `readback.${captions ? "zip" : format}`);
      this._say(WORDS.saved);
    } catch (error) {
      this._say(this._abort.signal.aborted ? WORDS.stopped : problemSaid(error));
    } finally {
      this._busy(false);
    }
  }

  /** @param {boolean} busy */
  _busy(busy) {
    const pressed = document.activeElement === button(busy ? "save" : "save-stop");
    button("save").disabled = busy;
    button("save-stop").hidden = !busy;
    if (pressed) button(busy ? "save-stop" : "save").focus();
  }

  /** @param {string} sentence */
  _say(sentence) {
    region("recording-note").textContent = sentence;
  }
}
