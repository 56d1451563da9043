import assert from "node:assert/strict";
import { test } from "node:test";

import { Reading, behind, events } from "../../../service/web/static/room/reading.js";
import { Score } from "../../../service/web/static/room/player/score.js";
import { Problem } from "../../../service/web/static/room/service.js";
import { LETTER, answer } from "./hand-clock.js";

const SOUND = btoa("fLaC");
const phrase = (index) => ({ event: "phrase", kind: "phrase", index, audio: SOUND });
const line = (event) => `${JSON.stringify(event)}\n`;

/** A body that comes in pieces of so many bytes. */
function body(text, size = 7) {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

/** What a reading tells, of a service that answers with this body. */
async function told(readback, from = 0) {
  const asked = [];
  const service = { readback: async (...request) => (asked.push(request), readback()) };
  const reading = new Reading(service, { letter: LETTER, voice: "heart", pace: {}, preface: false }, from);
  const heard = [];
  for (const type of ["score", "sound", "end", "failed"]) reading.addEventListener(type, () => heard.push(type));
  await reading.fetch();
  return { reading, heard, asked };
}

test("events come whole, however their bytes are cut", async () => {
  const text = line({ a: "Nähe 🌧️" }) + line({ b: 2 });
  for (const size of [1, 2, 3, 5, 1000]) {
    const found = [];
    for await (const event of events(body(text, size))) found.push(event);
    assert.deepEqual(found, [{ a: "Nähe 🌧️" }, { b: 2 }]);
  }
});

test("each phrase's sound is laid beside it as it comes", async () => {
  const text = [{ event: "score", score: answer() }, phrase(0), phrase(1), { event: "end" }].map(line).join("");
  const { reading, heard } = await told(() => body(text));
  assert.deepEqual(heard, ["score", "sound", "sound", "end"]);
  assert.deepEqual(reading.score.phrases.map((one) => one.sound?.length), [4, 4, undefined, undefined, undefined]);
});

test("a reading from a place on has the score of what is ahead, and each sound finds its phrase", async () => {
  const { parts, ...other } = answer();
  const score = { ...other, parts: parts.slice(parts.findIndex(({ index }) => index === 2)) };
  const text = [{ event: "score", score }, phrase(2), phrase(3), { event: "end" }].map(line).join("");
  const { reading } = await told(() => body(text), LETTER.indexOf("and the day"));
  assert.deepEqual(reading.score.phrases.map((one) => [one.spoken, one.sound?.length]), [
    ["and the day was long,", 4], ["and you still sat down to write this.", 4], ["That counts.", undefined],
  ]);
});

test("a stream that ends without its end was lost, and what came stays", async () => {
  const text = [{ event: "score", score: answer() }, phrase(0)].map(line).join("");
  const { reading, heard } = await told(() => body(text));
  assert.deepEqual(heard, ["score", "sound", "failed"]);
  assert.equal(reading.problem.code, "connection-lost");
  assert.equal(reading.score.phrases[0].sound.length, 4);
});

test("what the service says went wrong is what is said", async () => {
  const problem = { code: "speech-failed", detail: "The voice failed at phrase 1." };
  const text = [{ event: "score", score: answer() }, { event: "error", problem }].map(line).join("");
  const { reading } = await told(() => body(text));
  assert.deepEqual([reading.problem.code, reading.problem.message], ["speech-failed", "The voice failed at phrase 1."]);
});

test("a refusal before the first sound is told as it was given", async () => {
  const { reading, heard } = await told(() => Promise.reject(new Problem({ code: "busy", detail: "Too many." })));
  assert.deepEqual([heard, reading.problem.code], [["failed"], "busy"]);
});

test("a reading that was stopped tells nothing more", async () => {
  const service = { readback: (_wish, _from, signal) => new Promise((_, no) => (signal.onabort = () => no(new Error()))) };
  const reading = new Reading(service, { letter: LETTER, voice: "heart", pace: {}, preface: false });
  let failed = false;
  reading.addEventListener("failed", () => (failed = true));
  const fetched = reading.fetch();
  reading.stop();
  await fetched;
  assert.deepEqual([failed, reading.running], [false, false]);
});

test("where it begins is told in the service's counting", async () => {
  const { asked } = await told(() => body(line({ event: "score", score: answer() }) + line({ event: "end" })), 11);
  assert.equal(asked[0][1], 11);
});

test("a phrase that is far ahead is not waited for", async () => {
  const { reading } = await told(() => body(line({ event: "score", score: answer() })));
  reading.running = true;
  assert.equal(reading.brings(LETTER.indexOf("You came")), true);
  reading._phrases = Array.from({ length: 30 }, (_, at) => ({ start: at + 1 }));
  assert.deepEqual([reading.brings(5), reading.brings(29)], [true, false]);
});

test("a reading that comes as fast as it is wanted is never behind", () => {
  assert.equal(behind(Score.from(LETTER, answer()), 0.9, 0.1), 0);
});

test("how far a slow reading would be behind is known from its first sound", () => {
  const score = Score.from(LETTER, answer());
  const characters = score.phrases.reduce((sum, phrase) => sum + phrase.spoken.length, 0);
  const each = (20 - 8.9) / characters; // predicted, without the rests
  const [, second, third] = score.phrases.map((phrase) => phrase.spoken.length * each);
  const fourth = score.phrases[3].spoken.length * each;
  const fifth = score.phrases[4].spoken.length * each;
  const late = [
    5 * second - 1.9,
    5 * (second + third) - 1.9 - second - 0.6,
    5 * (second + third + fourth) - 1.9 - second - 0.6 - third - 0.8,
    5 * (second + third + fourth + fifth) - 1.9 - second - 0.6 - third - 0.8 - fourth - 2.5,
  ];
  assert.ok(Math.abs(behind(score, 0.9, 5) - Math.max(...late) - 0.5) < 1e-9);
});

test("a reading over a slow network is held back after its first sound, and not for ever", async () => {
  const first = { ...phrase(0), start: 0.5, end: 0.51 };
  const slow = new ReadableStream({
    async start(controller) {
      const send = (event) => controller.enqueue(new TextEncoder().encode(line(event)));
      send({ event: "score", score: answer() });
      await new Promise((resolve) => setTimeout(resolve, 60));
      send(first);
      send({ event: "end" });
      controller.close();
    },
  });
  const { reading } = await told(() => slow);
  assert.ok(reading.lead > 4 && reading.lead <= 5);
  const quick = await told(() => body([{ event: "score", score: answer() }, { ...first, end: 9 }].map(line).join("")));
  assert.equal(quick.reading.lead, 0);
});
