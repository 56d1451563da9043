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
  const { parts } = Score.from(LETTER, { ...answer(), pace: { preset: "slow", rest_scale: 1.25 } });
  assert.equal(restSeconds(parts[2], 1.25), 1);
  assert.equal(restSeconds(parts[2], 1), 0.8);
});

test("no factor makes a rest longer than is easy to follow, unless it was asked for as long", () => {
  const parts = [{ kind: "rest", rest: "sentence", seconds: 3 }, { kind: "rest", rest: "paragraph", seconds: 12 }];
  const score = Score.from("", { ...answer(), parts });
  assert.equal(restSeconds(score.parts[0], 2), 3.9);
  assert.equal(restSeconds(score.parts[1], 2), 12);
});

test("with breath, no factor touches a rest", () => {
  const { parts } = Score.from(LETTER, { ...answer(), pace: { preset: "with-breath", rest_scale: 1 } });
  assert.equal(restSeconds(parts[2], 2), 1);
});

test("two scores of one letter join without a part twice or lost", () => {
  const [one, two] = [Score.from(LETTER, answer()), Score.from(LETTER, answer())];
  const joined = one.joined(5, two, 5);
  assert.equal(joined.parts.length, one.parts.length);
  assert.equal(joined.parts[4], one.parts[4]);
  assert.equal(joined.parts[5], two.parts[5]);
});
