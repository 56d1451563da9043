import assert from "node:assert/strict";
import { test } from "node:test";

import { Score, restSeconds } from "../../../service/web/static/room/player/score.js";
import { LETTER, answer } from "./hand-clock.js";

test("phrases are where they stand in the page's own counting, also after an emoji", () => {
  const letter = "Dear 🌧️ Sam,\nwell done.";
  const parts = [
    { kind: "phrase", text: [0, 12], spoken: "Dear Sam,", sentence: 0 },
    { kind: "phrase", text: [13, 23], spoken: "well done.", sentence: 1 },
  ];
  const score = Score.from(letter, { ...answer(), parts });
  assert.deepEqual(score.phrases.map(({ start, end }) => letter.slice(start, end)), ["Dear 🌧️ Sam,", "well done."]);
});

test("the line before the letter is a part, and no phrase of the letter", () => {
  const parts = [{ kind: "preface", spoken: "These are your own words." }, ...answer().parts];
  const score = Score.from(LETTER, { ...answer(), parts });
  assert.equal(score.parts[0].spoken, "These are your own words.");
  assert.equal(score.phrases.length, 5);
  assert.equal(score.indexAt(0), 2);
});

test("a factor is on what was planned, and the edges of a reading keep their length", () => {
  const { parts } = Score.from(LETTER, answer());
  assert.equal(restSeconds(parts[0], 2), 0.5);
  assert.equal(restSeconds(parts[2], 2), 2);
  assert.equal(restSeconds(parts[2], 0.5), 0.5);
  assert.equal(restSeconds(parts.at(-1), 2), 3.5);
});

test("a rest that was planned with a factor comes back to its own length", () => {
  const parts = [{ kind: "rest", rest: "sentence", seconds: 3.9, base: 3.2, most: 3.9 }];
  const [rest] = Score.from("", { ...answer(), parts }).parts;
  assert.equal(restSeconds(rest, 1.25), 3.9);
  assert.equal(restSeconds(rest, 1), 3.2);
});

test("no factor makes a rest longer than its most", () => {
  const [three, twelve] = [{ seconds: 3, base: 3, most: 3.9 }, { seconds: 12, base: 12, most: 20 }];
  const parts = [three, twelve].map((rest) => ({ kind: "rest", rest: "paragraph", ...rest }));
  const score = Score.from("", { ...answer(), parts });
  assert.equal(restSeconds(score.parts[0], 2), 3.9);
  assert.equal(restSeconds(score.parts[1], 1.25), 15);
  assert.equal(restSeconds(score.parts[1], 2), 20);
});

test("no factor touches a rest without a base, such as those with breath and those that somebody has edited", () => {
  const score = Score.from("", { ...answer(), parts: [{ kind: "rest", rest: "breath", seconds: 6 }] });
  assert.equal(restSeconds(score.parts[0], 2), 6);
});

test("two scores of one letter join without a part twice or lost", () => {
  const [one, two] = [Score.from(LETTER, answer()), Score.from(LETTER, answer())];
  const joined = one.joined(5, two, 5);
  assert.equal(joined.parts.length, one.parts.length);
  assert.equal(joined.parts[4], one.parts[4]);
  assert.equal(joined.parts[5], two.parts[5]);
});

test("what is silent is laid beside its phrase, counted as the page counts", () => {
  const letter = "😀 one 🌧️ two\n🌧️";
  const parts = [
    { kind: "phrase", text: [0, 8], spoken: "one", sentence: 0 },
    { kind: "rest", rest: "soft", seconds: 0.4 },
    { kind: "phrase", text: [9, 15], spoken: "two", sentence: 0 },
  ];
  const silent = [[0, 1], [6, 8], [13, 15]].map((text) => ({ text, reason: "emoji" }));
  const { phrases } = Score.from(letter, { ...answer(), parts, silent });
  const found = phrases.map((phrase) => phrase.silent.map(({ start, end }) => letter.slice(start, end)));
  assert.deepEqual(found, [["😀", "🌧️"], ["🌧️"]]);
  assert.deepEqual(Score.from(letter, { ...answer(), parts }).phrases[0].silent, []);
});
