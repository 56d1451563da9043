/** The listening room: one letter, one voice, one pace, and Listen. Here the parts of the page are put together. */

import { Awake } from "./awake.js";
import { Checks } from "./checks.js";
import { Desk } from "./desk.js";
import { known } from "./known.js";
import { Listening } from "./listening.js";
import { Pace } from "./pace.js";
import { PaceFileError, opened, written } from "./pacefile.js";
import { button, download, fileChosen, holdFoot, input, region, select, show } from "./page.js";
import { AudioClock } from "./player/clock.js";
import { Recording } from "./recording.js";
import { Service } from "./service.js";
import { Settling, steps } from "./settling.js";
import { Shelf } from "./shelf.js";
import { Taught } from "./taught.js";
import { Teaching } from "./teaching.js";
import { PROBLEMS, WORDS } from "./words.js";

/** The state of the history's entry under which everything but the desk is shown. */
const AWAY = "away";

const service = new Service(document.baseURI);
const pace = new Pace(select("pace").value);
const taught = new Taught();
const desk = new Desk(service, pace, taught);
const checks = new Checks();
const shelf = new Shelf(
  () => ({ text: desk.letter, voice: desk.voice, pace: pace.own }),
  () => checks.check,
  (entry) => {
    pace.give(entry.pace);
    desk.letter = entry.text;
    desk.voice = entry.voice;
    checks.begin();
    desk.show();
  },
  taught,
);
desk.addEventListener("another", () => {
  shelf.another();
  checks.begin();
});
void new Recording(service, () => ({ ...desk.wish, pace: pace.own }));

/** @type {Listening | null} */
let listening = null;
/** @type {Settling | null} */
let settling = null;
const teaching = new Teaching(service, taught, () => listening?.heard ?? null);
/** Whether the letter goes on once no word is taught any more. */
let goesOn = false;
/** The screen stays on while the letter is heard. */
const awake = new Awake(() => listening?.player.state === "playing");
/** Whether the page itself is going back in the history. */
let goingBack = false;

desk.addEventListener("listen", () => void listen());

/** From the press of the button to the first word, by way of whatever was wished for before it. */
async function listen() {
  if (!desk.letter.trim()) {
    desk.note(PROBLEMS["letter-empty"]);
    region("letter").focus();
    return;
  }
  const clock = opensClock();
  if (!clock) return;
  leave();
  const heard = new Listening(service, clock, pace, taught, desk.wish);
  listening = heard;
  followed(heard, clock);
  wayBack();
  heard.fetch();
  checks.begin();
  await checks.before();
  const settled = await settle();
  if (listening !== heard) return;
  if (settled && !heard.problem) enter(heard, clock);
  else away(heard.problem);
}

/** The clock, made while a button is pressed: a browser lets nothing sound before. */
function opensClock() {
  try {
    const clock = new AudioClock();
    clock.start();
    clock.volume = input("aloud").checked ? 0 : Number(input("volume").value);
    return clock;
  } catch {
    desk.note(PROBLEMS["no-sound"]);
    return null;
  }
}

/**
 * @param {Listening} heard
 * @param {AudioClock} clock
 */
function followed(heard, clock) {
  clock.onInterrupted(() => heard.player.pause());
  heard.addEventListener("failed", () => {
    if (heard === listening && document.body.dataset.screen === "listening") away(heard.problem);
  });
  heard.addEventListener("paused", () => heard === listening && shown(heard));
  heard.addEventListener("stopped", () => {
    darkened(false);
    show("stopped");
  });
  heard.addEventListener("ended", () => void ended(heard));
}

/**
 * @param {Listening} heard
 * @param {AudioClock} clock
 */
function enter(heard, clock) {
  show("listening", button("pause"));
  const own = document.querySelector('input[name="own"]:checked');
  const { line, language } = desk.ownWords;
  region("own-words").textContent = line;
  region("own-words").lang = language;
  region("own-words").hidden = !line || !(own instanceof HTMLInputElement && own.value);
  button("wrong").hidden = input("aloud").checked;
  button("longer").disabled = button("shorter").disabled = !pace.free;
  input("volume").disabled = input("aloud").checked;
  clock.volume = input("aloud").checked ? 0 : Number(input("volume").value);
  heard.begin();
  shown(heard);
}

/** The settling, as far as it is wished for. @returns {Promise<boolean>} Whether the letter follows. */
function settle() {
  const options = {
    breaths: input("breaths").checked ? 3 : 0,
    image: input("image").checked,
    quiet: Number(select("quiet").value),
  };
  if (!steps(options).length) return Promise.resolve(true);
  show("settling");
  region("breath").hidden = input("words-only").checked;
  return new Promise((resolve) => {
    settling = new Settling(options);
    settling.start(breathe, () => resolve(true));
    button("settling-leave").onclick = () => {
      settling?.stop();
      resolve(false);
    };
  });
}

/** @param {{kind: string, seconds: number}} step */
function breathe({ kind, seconds }) {
  region("settling-said").textContent = WORDS.settling[kind];
  region("breath").style.setProperty("--seconds", `${seconds}s`);
  region("breath").dataset.step = kind;
}

/** @param {Listening} heard */
async function ended(heard) {
  darkened(false);
  await checks.after();
  if (heard !== listening) return;
  region("ended-note").textContent = "";
  show("ended");
}

/** Back to the desk. @param {string} sentence */
function away(sentence = "") {
  leave();
  desk.show();
  if (sentence) desk.note(sentence);
  if (history.state !== AWAY || goingBack) return;
  goingBack = true;
  history.back();
}

/** A telephone's way back leads from any screen to the desk, where the letter is, and not out of the page. */
function wayBack() {
  if (history.state !== AWAY) history.pushState(AWAY, "");
}

window.addEventListener("popstate", () => {
  const writing = document.body.dataset.screen === "writing";
  if (history.state === AWAY) history.back(); // forward again: what was heard there is over
  else if (goingBack && !writing) wayBack(); // something else was opened meanwhile
  else if (!writing) away();
  goingBack = false;
});
if (history.state === AWAY) history.replaceState(null, ""); // the page was loaded anew
button("look-again").addEventListener("click", wayBack);
button("wording-back").addEventListener("click", () => away());

/** Let go of what is heard. */
function leave() {
  darkened(false);
  teaching.close();
  settling?.stop();
  listening?.close();
  listening = null;
  void awake.look();
}

/** @param {Listening} heard */
function shown({ player }) {
  const going = ["idle", "playing", "stopping"].includes(player.state);
  button("pause").textContent = going ? WORDS.pause : WORDS.resume;
  button("dark-pause").textContent = going ? WORDS.darkPause : WORDS.darkResume;
  button("stop").disabled = player.state === "stopping";
  void awake.look();
}

/** @param {boolean} dark */
function darkened(dark) {
  if (region("dark").hidden === !dark) return;
  region("dark").hidden = !dark;
  region("main").inert = region("foot").inert = dark;
  (dark ? button("dark-pause") : button("pause")).focus();
}

function paused() {
  const player = listening?.player;
  if (!player) return;
  if (player.state === "playing" || player.state === "idle") player.pause();
  else if (player.state === "paused" || player.state === "stopped") player.resume();
}

function stop() {
  const player = listening?.player;
  if (player?.state === "idle") player.pause();
  if (player?.state !== "paused") return player?.stopGently();
  darkened(false);
  show("stopped");
}

/** Heard on after it was stopped. */
function on() {
  show("listening", button("pause"));
  listening?.player.resume();
}

/** @param {boolean} changed  Whether a word is said otherwise now. */
async function taughtNow(changed) {
  const heard = listening;
  if (changed && document.body.dataset.screen === "listening") await heard?.renewed();
  if (heard && heard === listening && goesOn && heard.player.state === "paused") heard.player.resume();
}

/** Heard on, at the next slower pace from the first word. */
async function onMoreSlowly() {
  const heard = listening;
  pace.down();
  show("listening", button("pause"));
  await heard?.renewed();
  if (heard === listening) heard?.player.resume();
}

function again() {
  show("listening", button("pause"));
  void listening?.again();
}

/** @type {Record<string, () => void>} */
const PRESSED = {
  pause: paused,
  "dark-pause": paused,
  back: () => listening?.back(),
  on: () => listening?.on(),
  again,
  slower: () => pace.slower(),
  quicker: () => pace.quicker(),
  longer: () => pace.longer(),
  shorter: () => pace.shorter(),
  "too-much": () => pace.down(),
  stop,
  eyes: () => darkened(true),
  "dark-leave": () => darkened(false),
  "try-again": () => {
    button("pause").focus();
    listening?.tryAgain();
  },
  "settling-skip": () => settling?.skip(),
  wait: () => show("waiting"),
  "wait-over": on,
  "wait-close": () => away(),
  "slower-reading": () => void onMoreSlowly(),
  close: () => away(),
  "hear-again": again,
  "ended-back": () => away(),
};
for (const [id, pressed] of Object.entries(PRESSED)) button(id).addEventListener("click", pressed);

input("volume").addEventListener("input", () => listening?.setVolume(Number(input("volume").value)));
// What is heard waits while a word is taught, and goes on as it is said from then on.
teaching.addEventListener("opened", () => {
  const player = listening?.player;
  goesOn = player?.state === "playing" || player?.state === "idle";
  if (goesOn) player?.pause();
});
teaching.addEventListener("closed", (event) => void taughtNow(event instanceof CustomEvent && event.detail));
taught.addEventListener("change", () => {
  if (document.body.dataset.screen === "listening") listening?.paced();
});
taught.open().catch(() => undefined); // where nothing can be kept, nothing is
pace.addEventListener("rests", () => listening?.rested());
pace.addEventListener("speed", () => listening?.paced());
pace.addEventListener("preset", () => listening?.paced());

const KEYS = new Map([
  [" ", paused],
  ["ArrowLeft", PRESSED.back],
  ["ArrowRight", PRESSED.on],
  ["Escape", stop],
]);

document.addEventListener("keydown", (event) => {
  const { screen } = document.body.dataset;
  if (event.key === "Escape" && screen === "settling") return button("settling-leave").click();
  const pressed = KEYS.get(event.key);
  if (screen !== "listening" || document.querySelector("dialog[open]") || !pressed || event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
  // What has a use for the key itself keeps it: a button is pressed with Space, a slider moved with the arrows.
  const own = event.target instanceof Element && event.target.closest("button, summary, select, input, textarea, a");
  if (own && event.key === " ") return;
  if (own instanceof HTMLInputElement && event.key.startsWith("Arrow")) return;
  event.preventDefault();
  pressed();
});

button("pace-save").addEventListener("click", () => {
  download(new Blob([written(pace.own)], { type: "application/json" }), "pace.json");
});
fileChosen("pace-open", "pace-file", (file) => void openPace(file));

/** @param {File} file */
async function openPace(file) {
  try {
    if (file.size > known().pace_file.largest) throw new PaceFileError("too-large");
    pace.give(opened(await file.text()).pace);
    region("finer-note").textContent = WORDS.onePace;
  } catch {
    region("finer-note").textContent = PROBLEMS["pace-file-invalid"];
  }
}

// A browser may keep the page as it is for who comes back to it: then without what was shown of the letter.
window.addEventListener("pagehide", () => {
  listening?.close();
  region("worded").replaceChildren();
});
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted && document.body.dataset.screen !== "writing") away();
});
for (const part of document.querySelectorAll("[data-script]")) if (part instanceof HTMLElement) part.hidden = false;
holdFoot();
installable("service-worker.js");

/**
 * Only over https and on this machine do browsers have service workers, and only some ask that a script's address be
 * vouched for (the content security policy of `service/web/listening_room.py`).
 * @param {string} worker
 */
function installable(worker) {
  const { trustedTypes } = /** @type {any} */ (window);
  const room = trustedTypes?.createPolicy("room", { createScriptURL: (/** @type {string} */ url) => url });
  void navigator.serviceWorker?.register(room?.createScriptURL(worker) ?? worker).catch(() => undefined);
}
