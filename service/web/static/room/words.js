/** Every sentence that the scripts of the page say. */

/** @type {Record<string, string>} What is said of a problem that the page itself knows; the service has its own. */
export const PROBLEMS = {
  "connection-lost": "The connection to the service was lost.",
  "letter-empty": "There is no letter yet. Paste or type one, then listen.",
  // the service says these to whoever runs it as well, with settings and commands that are no listener's
  "letter-too-long": "This letter is longer than can be read here in one go. Read in parts, it works.",
  "reading-too-long": "At this pace, this letter would take longer than can be read here. Shorter rests help, or reading in parts.",
  "language-not-spoken": "This voice does not speak the script that most of this letter is in. Another voice may.",
  "voice-not-installed": "This voice is not here at the moment. Another one can read.",
  "voice-invalid": "This voice cannot be used at the moment. Another one can read.",
  busy: "Many letters are being read at this moment. In a little while there is room for this one.",
  "no-sound": "This browser cannot play the sound. A newer one can; or save the recording and play that.",
  broken: "A part of the sound could not be read. Trying again may help.",
  "pronunciation-invalid": "How a word is said cannot be read here. It stands under “Keep on this device”, to be forgotten.",
  // a word that is taught
  "word-unread": "That is no single word. One word at a time can be taught.",
  "sound-unread": "That cannot be read as a sound. Syllables can, such as EE-fa.",
  // a file that was dropped or chosen
  "not-opened": "Files are opened by the service, and it cannot be reached at the moment. Pasting or typing works here.",
  // what is kept
  "no-room": "There is no room left on this device. Nothing was kept.",
  "not-possible": "This browser does not keep anything, perhaps because the window is a private one.",
  "in-use": "Another window of this page is open. Once it is closed, this will work.",
  failed: "That did not work. Nothing was changed.",
  "entry-invalid": "This letter is too long to be kept here.",
  unreadable: "The file could not be read. It may have been moved, or be damaged.",
  "file-newer": "This file was made by a newer Readback. Nothing was changed.",
  "file-too-large": "This file is larger than 20 MB. Nothing was changed.",
  "file-invalid": "This is not a file of kept letters. Nothing was changed.",
  "pace-file-invalid": "This is not a file with a pace. Nothing was changed.",
};

/**
 * The sentence for what went wrong.
 * @param {unknown} error
 */
export function problemSaid(error) {
  const { name, code, message } = /** @type {{name?: string, code?: string, message: string}} */ (error);
  return PROBLEMS[code ?? ""] ?? (name === "Problem" ? message : PROBLEMS.failed);
}

export const WORDS = {
  pause: "Pause",
  resume: "Go on",
  listen: "Listen",
  lost: "What has come so far can still be heard.",
  asItWas: "It goes on as it was.",
  saving: "The recording is being made.",
  saved: "The recording is saved.",
  stopped: "Stopped. Nothing was saved.",
  kept: "Kept on this device.",
  forgotten: "Everything is forgotten.",
  moment: "One moment.",
  noSoundYet: "There is nothing yet in the field “How it sounds”.",
  usedAllTheSame: "It is said so until this page is closed.",
  onePace: "The pace of the file holds now.",
  remove: "Forget",
  leaveOut: "no answer",
  notAtAll: "not at all",
  fully: "fully",
  darkPause: "Touch anywhere to pause",
  darkResume: "Touch anywhere to go on",
  otherVoice: "The voice that this letter was kept with is not here, so another one is chosen.",
  slow: "This voice takes a while to begin on this computer.",
  breath: "With this pace, a phrase and its rest make one breath, so the rests stay as they are.",
  /** @type {Record<string, string>} */
  settling: {
    in: "Breathing in",
    out: "Breathing out",
    image: "If you like, let a compassionate image come to mind.",
    quiet: "A little quiet.",
  },
  before: "How it is now, before the letter",
  after: "How it is now, after the letter",
};

/** @param {string} host */
export const leavesTo = (host) => `With this voice, the letter is sent to ${host}, and spoken there.`;

/** @param {string} host */
export const sendAndListen = (host) => `Send to ${host} and listen`;

/** @param {number} count  Letters and versions that a file brought. */
const lettersAdded = (count) => (count === 1 ? "One letter was added." : `${count} letters were added.`);

/** @param {number} count  Words that a file brought. */
const wordsAdded = (count) => (count === 1 ? "One word was added." : `${count} words were added.`);

/**
 * @param {number} letters
 * @param {number} words
 */
export const imported = (letters, words) =>
  [letters || !words ? lettersAdded(letters) : "", words ? wordsAdded(words) : ""].filter(Boolean).join(" ");

/** @param {number} seconds */
export function length(seconds) {
  return `about ${minutes(seconds)}, read by a computer voice`;
}

/** @param {number} seconds */
function minutes(seconds) {
  if (seconds < 50) return `${Math.max(5, Math.round(seconds / 5) * 5)} seconds`;
  if (seconds < 75) return "a minute";
  const halves = Math.round(seconds / 30) / 2;
  return seconds < 285 ? `${halves}`.replace(".5", "½") + " minutes" : `${Math.round(seconds / 60)} minutes`;
}

/** @param {number} factor  On the rate; below 1 is slower. */
export const speedSaid = (factor) => said(factor, "slower than the pace by itself", "quicker than the pace by itself");

/** @param {number} factor  On the rests. */
export const restsSaid = (factor) => said(factor, "shorter than the pace by itself", "longer than the pace by itself");

/**
 * @param {number} factor
 * @param {string} under
 * @param {string} over
 */
function said(factor, under, over) {
  const percent = Math.round(Math.abs(factor - 1) * 100);
  if (!percent) return "as the pace is by itself";
  return `${percent} % ${factor < 1 ? under : over}`;
}

/**
 * @param {{number?: number | null, word?: string} | undefined} check
 */
export function checkSaid(check) {
  const { number, word } = check ?? {};
  return [number ?? "", word ?? ""].filter((part) => part !== "").join(", ") || "–";
}

/** @param {string} reason  Why a place of the letter is not said. */
export const silentHere = (reason) => `silent here: ${reason}`;

/** @param {string} date  ISO date-time. */
export const when = (date) => new Date(date).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });

/** @param {string} letter  Its first words, to know it by. */
export function startOf(letter) {
  const line = letter.trim().split(/\s+/).slice(0, 8).join(" ");
  return line.length < letter.trim().length ? `${line.slice(0, 60)} …` : line;
}
