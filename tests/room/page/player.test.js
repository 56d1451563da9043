import assert from "node:assert/strict";
import { test } from "node:test";

import { GENTLY, Player } from "../../../service/web/static/room/player/player.js";
import { Score } from "../../../service/web/static/room/player/score.js";
import { HandClock, LETTER, answer, settle, soundOf } from "./hand-clock.js";

/** A player that reads the letter, on a clock moved by hand. */
async function reading({ sounds = true, scale = 1 } = {}) {
  const clock = new HandClock();
  const score = Score.from(LETTER, answer());
  if (sounds) for (const phrase of score.phrases) phrase.sound = soundOf(phrase);
  const player = new Player(clock);
  player.open(score, scale, clock.now);
  await settle();
  return { clock, player, score };
}

/** Let time pass as a page does: a tick every 50 ms. */
async function pass(clock, player, seconds) {
  for (let left = seconds; left > 1e-9; left -= 0.05) {
    clock.now += Math.min(0.05, left);
    player.tick();
    await settle();
  }
}

/** What is to be heard next. */
const next = (clock) => clock.placed.find((one) => one.at > clock.now && !one.cut).text;

const begun = (clock) => clock.placed.filter((one) => !one.cut).map((one) => Number(one.at.toFixed(3)));

test("every phrase begins when its rest is over, to the sample", async () => {
  const { clock, player, score } = await reading();
  await pass(clock, player, 30);
  let at = 0;
  const wanted = [];
  for (const part of score.parts) {
    if (part.kind === "phrase") wanted.push(Number(at.toFixed(3)));
    at += part.kind === "rest" ? part.seconds : part.spoken.length / 10;
  }
  assert.deepEqual(begun(clock), wanted);
  assert.deepEqual(player.late, []);
  assert.equal(player.state, "ended");
});

test("a reading that is held back begins then, and goes on without a gap", async () => {
  const { clock, player, score } = await reading({ sounds: false });
  for (const phrase of score.phrases) phrase.sound = soundOf(phrase);
  player.hold(1.5);
  await pass(clock, player, 2);
  player.hold(9);
  await pass(clock, player, 4);
  assert.deepEqual(begun(clock).slice(0, 3), [1.5, 3.4, 5.9]);
  assert.deepEqual(player.late, []);
});

test("what is marked is what is spoken, and in a rest what was spoken last", async () => {
  const { clock, player } = await reading();
  assert.deepEqual([player.mark.phrase.spoken, player.mark.how], ["Dear Sam,", "waiting"]);
  await pass(clock, player, 0.6);
  assert.deepEqual([player.mark.phrase.spoken, player.mark.how], ["Dear Sam,", "speaking"]);
  await pass(clock, player, 1);
  assert.deepEqual([player.mark.phrase.spoken, player.mark.how, player.mark.seconds], ["Dear Sam,", "resting", 1]);
});

test("longer rests hold from the very next rest, and what is spoken is not disturbed", async () => {
  const { clock, player } = await reading();
  await pass(clock, player, 0.8); // in "Dear Sam,", which lasts from 0.5 to 1.4
  player.rest(2);
  await settle();
  await pass(clock, player, 4);
  assert.deepEqual(begun(clock).slice(0, 2), [0.5, 3.4]); // a rest of 2 s in place of 1
});

test("longer rests hold for a rest that has not begun to be heard, however near it is", async () => {
  for (const [behind, at] of [[0, 1.38], [0.2, 1.5]]) {
    const { clock, player } = await reading();
    clock.behind = behind;
    await pass(clock, player, at); // "Dear Sam," ends at 1.4
    player.rest(2);
    await pass(clock, player, 4);
    assert.deepEqual(begun(clock).slice(0, 2), [0.5, 3.4]);
  }
});

test("shorter rests do not break into a phrase that has begun already", async () => {
  const { clock, player } = await reading();
  clock.behind = 1.2;
  await pass(clock, player, 2.5); // the rest from 1.4 to 2.4 is not heard yet, but the phrase after it is on its way
  player.rest(0.5);
  await pass(clock, player, 4);
  assert.deepEqual(begun(clock).slice(0, 3), [0.5, 2.4, 4.6]); // 0.3 s in place of 0.6 after it
  assert.deepEqual(player.late, []);
});

test("a rest that has begun keeps its length, and the one after it is longer", async () => {
  const { clock, player } = await reading();
  await pass(clock, player, 1.6);
  player.rest(2);
  await pass(clock, player, 8);
  assert.deepEqual(begun(clock).slice(0, 3), [0.5, 2.4, 5.5]); // 1 s as it was, then 0.6 × 2 s
});

test("a rest is not stretched over what is easy to follow", async () => {
  const { clock, player } = await reading({ scale: 2 });
  await pass(clock, player, 40);
  const gaps = clock.placed.map((one, at) => (at ? one.at - clock.placed[at - 1].at - clock.placed[at - 1].seconds : 0));
  assert.ok(Math.max(...gaps) <= 3.9 + 1e-9, String(gaps));
  assert.ok(gaps.some((gap) => Math.abs(gap - 3.9) < 1e-9));
});

test("pausing is quiet at once, and going on begins with the sentence", async () => {
  const { clock, player } = await reading();
  await pass(clock, player, 5); // in the second phrase of a sentence
  assert.equal(player.mark.phrase.spoken, "and the day was long,");
  player.pause();
  assert.ok(clock.placed.every((one) => one.cut || one.at + one.seconds <= clock.now));
  assert.equal(clock.loud, false);
  await pass(clock, player, 20);
  const before = clock.placed.length;
  player.resume();
  await settle();
  assert.equal(clock.placed[before].text, "You came home late,");
  assert.equal(clock.loud, true);
});

test("stopping gently lets the phrase end, then fades, and can be gone on with from the sentence", async () => {
  const { clock, player } = await reading();
  await pass(clock, player, 5);
  const spoken = clock.placed.find((one) => one.at <= clock.now && clock.now < one.at + one.seconds);
  player.stopGently();
  await pass(clock, player, spoken.at + spoken.seconds - clock.now - 0.05);
  assert.equal(spoken.cut, false);
  assert.equal(clock.loud, true);
  await pass(clock, player, 0.1);
  assert.deepEqual([clock.loud, clock.fade, player.state], [false, GENTLY, "stopping"]);
  await pass(clock, player, GENTLY + 0.1);
  assert.equal(player.state, "stopped");
  player.resume();
  await settle();
  assert.equal(next(clock), "You came home late,");
});

test("a phrase back from the middle of one is the one before; from a rest, the one just spoken", async () => {
  const { clock, player } = await reading();
  await pass(clock, player, 5);
  player.back();
  await settle();
  assert.equal(next(clock), "You came home late,");
  player.on();
  player.on();
  await settle();
  assert.equal(next(clock), "and you still sat down to write this.");
});

test("a phrase that was clicked is read next", async () => {
  const { clock, player } = await reading();
  await pass(clock, player, 0.8);
  player.seek(LETTER.indexOf("long"));
  await settle();
  assert.equal(next(clock), "and the day was long,");
});

test("another speed joins at the next phrase that has not begun, without a gap and without a word twice", async () => {
  const { clock, player } = await reading();
  await pass(clock, player, 5); // in "and the day was long,"
  const slower = Score.from(LETTER, answer());
  for (const phrase of slower.phrases.slice(3)) phrase.sound = soundOf(phrase, 2);
  assert.equal(player.join(slower), true);
  await settle();
  await pass(clock, player, 40);
  const heard = clock.placed.filter((one) => !one.cut);
  assert.deepEqual(heard.map((one) => one.text), Score.from(LETTER, answer()).phrases.map((phrase) => phrase.spoken));
  assert.deepEqual(heard.map((one) => Number((one.seconds * 10 / one.text.length).toFixed(6))), [1, 1, 1, 2, 2]);
  heard.slice(1).forEach((one, at) => {
    const rest = player.score.parts.filter((part) => part.kind === "rest")[at + 1].seconds;
    assert.ok(Math.abs(one.at - heard[at].at - heard[at].seconds - rest) < 1e-6);
  });
});

test("a score whose next sound has not come does not join yet", async () => {
  const { clock, player } = await reading();
  await pass(clock, player, 1);
  assert.equal(player.join(Score.from(LETTER, answer())), false);
  await pass(clock, player, 40);
  assert.equal(player.state, "ended");
});

test("a sound that comes late is waited for, and played then; how late is known", async () => {
  const { clock, player, score } = await reading({ sounds: false });
  let lacking = 0;
  player.addEventListener("lacking", () => (lacking += 1));
  score.phrases[0].sound = soundOf(score.phrases[0]);
  await pass(clock, player, 5);
  assert.equal(player.waiting, true);
  assert.equal(player.lacking, LETTER.indexOf("You came"));
  assert.equal(lacking, 1);
  for (const phrase of score.phrases) phrase.sound = soundOf(phrase);
  await pass(clock, player, 1);
  assert.equal(player.waiting, false);
  assert.equal(player.late.length, 1);
  assert.ok(Math.abs(player.late[0] - 2.7) < 0.1, String(player.late));
});

test("sounds far from what is heard are not kept decoded", async () => {
  const { clock, player, score } = await reading();
  await pass(clock, player, 30);
  assert.ok(player._decoded.size <= score.phrases.length);
  const long = Score.from("word. ".repeat(200), {
    ...answer(),
    parts: Array.from({ length: 200 }, (_, at) => ({ kind: "phrase", text: [6 * at, 6 * at + 5], spoken: "word.", sentence: at })),
  });
  for (const phrase of long.phrases) phrase.sound = new Uint8Array([5, 0]);
  player.open(long, 1, clock.now);
  await settle();
  await pass(clock, player, 30);
  assert.ok(player._decoded.size < 20, String(player._decoded.size));
});

test("a pace that comes while it is stopping does not cut the phrase short, and going on begins with the sentence", async () => {
  const { clock, player } = await reading();
  await pass(clock, player, 5); // in "and the day was long,"
  player.stopGently();
  const slower = Score.from(LETTER, answer());
  for (const phrase of slower.phrases.slice(1)) phrase.sound = soundOf(phrase, 2);
  assert.equal(player.join(slower), true);
  assert.ok(clock.placed.filter((one) => one.at <= clock.now).every((one) => !one.cut));
  await pass(clock, player, 5);
  assert.equal(player.state, "stopped");
  player.resume();
  await settle();
  assert.equal(next(clock), "You came home late,");
});

test("pausing before anything has come holds it, and it begins when the listener goes on", async () => {
  const clock = new HandClock();
  const player = new Player(clock);
  player.pause();
  assert.equal(player.state, "paused");
  const score = Score.from(LETTER, answer());
  for (const phrase of score.phrases) phrase.sound = soundOf(phrase);
  player.open(score, 1, clock.now);
  await pass(clock, player, 3);
  assert.deepEqual([clock.placed.length, player.state], [0, "paused"]);
  player.resume();
  await settle();
  assert.equal(next(clock), "Dear Sam,");
});

test("going on before anything has come lets it begin by itself, as if it had not been paused", async () => {
  const clock = new HandClock();
  const player = new Player(clock);
  player.pause();
  player.resume();
  assert.equal(player.state, "idle");
  const score = Score.from(LETTER, answer());
  for (const phrase of score.phrases) phrase.sound = soundOf(phrase);
  player.open(score, 1, clock.now);
  await settle();
  assert.equal(next(clock), "Dear Sam,");
});

test("a sound that cannot be decoded is told, and is missing until another comes", async () => {
  const { clock, player, score } = await reading({ sounds: false });
  const told = [];
  for (const type of ["broken", "lacking"]) player.addEventListener(type, () => told.push(type));
  const decoded = clock.decoded;
  clock.decoded = () => Promise.reject(new Error("not a sound"));
  score.phrases[0].sound = soundOf(score.phrases[0]);
  await pass(clock, player, 2);
  assert.deepEqual([told[0], player.lacking, player.waiting], ["broken", 0, true]);
  clock.decoded = decoded;
  const other = Score.from(LETTER, answer());
  for (const phrase of other.phrases) phrase.sound = soundOf(phrase);
  assert.equal(player.join(other), true);
  await pass(clock, player, 1);
  assert.equal(player.mark.phrase.spoken, "Dear Sam,");
});

test("what is closed gives no time to a sound that is decoded afterwards, and asks for nothing", async () => {
  const clock = new HandClock();
  const player = new Player(clock);
  const score = Score.from(LETTER, answer());
  score.phrases[0].sound = soundOf(score.phrases[0]);
  let told = 0;
  player.addEventListener("lacking", () => (told += 1));
  player.open(score, 1, clock.now);
  player.close();
  clock.loud = false;
  const before = told;
  await settle();
  player.seek(0);
  player.again();
  player.resume();
  assert.deepEqual([clock.placed.length, told - before, clock.loud], [0, 0, false]);
});
