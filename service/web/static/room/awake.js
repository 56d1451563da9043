/** The screen stays on, where a browser can see to that, as long as it is wanted and no longer. */

export class Awake {
  /** @param {() => boolean} wanted  Whether it is, now. */
  constructor(wanted) {
    this._wanted = wanted;
    /** @type {WakeLockSentinel | null} */
    this._lock = null;
    /** Whether the browser was asked, and has not answered. */
    this._asking = false;
    document.addEventListener("visibilitychange", () => void this.look());
  }

  /** Look whether it is wanted. It is called whenever that may have changed. */
  async look() {
    if (this._asking) return; // it is looked at once more when the browser has answered
    if (this._lock?.released) this._lock = null;
    if (this._on) {
      if (!this._lock) await this._ask();
    } else {
      const lock = this._lock;
      this._lock = null;
      await lock?.release();
    }
  }

  async _ask() {
    this._asking = true;
    const lock = await navigator.wakeLock?.request("screen").catch(() => null);
    this._asking = false;
    this._lock = lock ?? null;
    if (!this._on) await this.look();
  }

  get _on() {
    return this._wanted() && document.visibilityState === "visible";
  }
}
