/** A clock that is moved by hand, and a letter to play on it. A sound is two bytes: its length in tenths, and which phrase it is. */

export const LETTER = "Dear Sam,\n\nYou came home late, and the day was long,\nand you still sat down to write this.\n\nThat counts.";

const PHRASES = ["Dear Sam,", "You came home late,", "and the day was long,", "and you still sat down to write this.", "That counts."];

/** The sound of a phrase: a tenth of a second a character, or a multiple of it. */
export const soundOf = (phrase, factor = 1) =>
  new Uint8Array([factor * phrase.spoken.length, PHRASES.indexOf(phrase.spoken)]);

/** The plan of the letter: a lead-in of 0.5 s, and rests of every length. */
export function answer() {
  const rests = [["greeting", 1], ["clause", 0.6], ["clause", 0.8], ["paragraph", 2.5], ["lead_out", 3.5]];
  const parts = [{ kind: "rest", rest: "lead_in", seconds: 0.5 }];
  PHRASES.forEach((spoken, index) => {
    const start = LETTER.indexOf(spoken);
    parts.push({ kind: "phrase", index, text: [start, start + spoken.length], spoken, sentence: [0, 1, 1, 1, 2][index] });
    const [rest, seconds] = rests[index];
    parts.push({ kind: "rest", rest, seconds, ...(rest === "lead_out" ? {} : { base: seconds, most: 3.9 }) });
  });
  return { voice: "heart", pace: { preset: "slow", rest_scale: 1 }, parts, predicted_seconds: 20, notices: [] };
}

export class HandClock {
  constructor() {
    this.now = 0;
    /** How far what is heard is behind, in seconds. */
    this.behind = 0;
    /** Everything that was given a time: {at, seconds, text, cut}. */
    this.placed = [];
    this.loud = false;
    this.fade = 0;
  }

  get heard() {
    return this.now - this.behind;
  }

  async decoded(data) {
    return { seconds: data[0] / 10, text: PHRASES[data[1]] };
  }

  seconds(sound) {
    return sound.seconds;
  }

  place(sound, at) {
    const one = { at, seconds: sound.seconds, cut: false, text: sound.text };
    this.placed.push(one);
    return { cut: () => (one.cut = true) };
  }

  quiet(seconds) {
    this.loud = false;
    this.fade = seconds;
  }

  open() {
    this.loud = true;
  }
}

/** Let promises that are ready go on. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));
