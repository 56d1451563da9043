/** The clock of what is heard: sounds are given a time on it, and the room tone runs through all of them. */

import { roomTone } from "./tone.js";

/** How long a sound that is cut short fades, in seconds: no click. */
const CUT = 0.04;
/** How long the room takes to open and to be quiet, in seconds. */
const OPEN = 0.08;

/**
 * A sound that was given a time.
 * @typedef {object} Placed
 * @property {() => void} cut  Ends it softly now, or keeps it from beginning.
 */

/**
 * What a player needs of a clock.
 * @template Sound
 * @typedef {object} Clock
 * @property {number} now  Seconds; what is begun now is begun here.
 * @property {number} heard  Seconds, of what comes out of the loudspeaker at this moment.
 * @property {(data: Uint8Array) => Promise<Sound>} decoded  The sound in a small complete file.
 * @property {(sound: Sound) => number} seconds  How long a sound is.
 * @property {(sound: Sound, at: number) => Placed} place  Have a sound begin at a time.
 * @property {(seconds: number) => void} quiet  Fade all to silence.
 * @property {() => void} open  Let it be heard again.
 */

/** @implements {Clock<AudioBuffer>} */
export class AudioClock {
  /** Where a browser asks for a gesture before it sounds, this is called from one. */
  constructor() {
    // Not "interactive": there is nothing to react to, and an old telephone would crackle.
    this._context = new AudioContext({ latencyHint: "balanced" });
    // An iPhone that is set to silent would be silent here, too, and not say why.
    const { audioSession } = /** @type {any} */ (navigator);
    if (audioSession) audioSession.type = "playback";
    this._room = this._context.createGain();
    this._volume = this._context.createGain();
    this._room.gain.value = 0;
    this._heard = 0;
    this._room.connect(this._volume).connect(this._context.destination);
    // Afterwards, since it takes some 50 ms to make on a slow machine, in which the reading can be asked for.
    setTimeout(() => this._layTone());
  }

  _layTone() {
    const tone = this._context.createBufferSource();
    tone.buffer = bufferOf(this._context, roomTone(this._context.sampleRate));
    tone.loop = true;
    tone.connect(this._room);
    tone.start();
  }

  get now() {
    return this._context.currentTime;
  }

  /** It never goes back, though what browsers tell of it trembles by some milliseconds. */
  get heard() {
    this._heard = Math.max(this._heard, this._told);
    return this._heard;
  }

  get _told() {
    const { contextTime, performanceTime } = this._context.getOutputTimestamp?.() ?? {};
    if (!contextTime || !performanceTime) return this.now - (this._context.outputLatency || 0);
    return Math.min(this.now, contextTime + (performance.now() - performanceTime) / 1000);
  }

  /** Whether it runs: a telephone call may have stopped it. */
  get running() {
    return this._context.state === "running";
  }

  /** Have it run; where it is closed meanwhile, nothing comes of that. */
  start() {
    this._context.resume().catch(() => undefined);
  }

  /** @param {() => void} told  Called when something other than the page has stopped the sound. */
  onInterrupted(told) {
    this._context.onstatechange = () => {
      if (this._context.state !== "running" && this._context.state !== "closed") told();
    };
  }

  /** @param {number} value  0 to 1. */
  set volume(value) {
    this._volume.gain.setTargetAtTime(value, this.now, 0.03);
  }

  /** @param {Uint8Array} data */
  decoded(data) {
    // A copy: decoding takes the bytes away, and a phrase may be heard again.
    return this._context.decodeAudioData(/** @type {ArrayBuffer} */ (data.slice().buffer));
  }

  /** @param {AudioBuffer} sound */
  seconds(sound) {
    return sound.duration;
  }

  /**
   * @param {AudioBuffer} sound
   * @param {number} at
   * @returns {Placed}
   */
  place(sound, at) {
    const source = this._context.createBufferSource();
    const gain = this._context.createGain();
    source.buffer = sound;
    source.connect(gain).connect(this._room);
    source.start(at);
    source.onended = () => gain.disconnect();
    return {
      cut: () => {
        const now = this.now;
        if (at > now) source.stop();
        else {
          gain.gain.setValueAtTime(1, now);
          gain.gain.linearRampToValueAtTime(0, now + CUT);
          source.stop(now + CUT);
        }
      },
    };
  }

  open() {
    // It may have been stopped by something else meanwhile.
    this.start();
    this._ramp(1, OPEN);
  }

  /** @param {number} seconds */
  quiet(seconds) {
    this._ramp(0, seconds);
  }

  /** Let go of the loudspeaker. */
  close() {
    this._context.onstatechange = null;
    this._context.close().catch(() => undefined);
  }

  /**
   * @param {number} value
   * @param {number} seconds
   */
  _ramp(value, seconds) {
    const { gain } = this._room;
    gain.cancelScheduledValues(this.now);
    gain.setValueAtTime(gain.value, this.now);
    gain.linearRampToValueAtTime(value, this.now + seconds);
  }
}

/**
 * @param {AudioContext} context
 * @param {Float32Array} samples
 */
function bufferOf(context, samples) {
  const buffer = context.createBuffer(1, samples.length, context.sampleRate);
  buffer.getChannelData(0).set(samples);
  return buffer;
}
