import assert from "node:assert/strict";
import { test } from "node:test";

import { found } from "../../../service/web/static/room/wording.js";

/** @param {string} text */
function phrases(text) {
  return found(text).map(({ start, end }) => text.slice(start, end));
}

test("each phrase of the notes is found where it stands, in order", () => {
  const text =
    "You should rest. You shouldn't worry, and why don't you call her? It would help if you slept. You tend to rush."
    + " Maybe you are over reacting. You must, you ought to, you need to, you have to.";
  assert.deepEqual(phrases(text), [
    "should", "shouldn't", "why don't you", "It would help if you", "You tend to", "Maybe you are over reacting",
    "must", "ought to", "you need to", "have to",
  ]);
  const places = found(text);
  places.slice(1).forEach((place, index) => assert.ok(place.start >= places[index].end));
});

test("apostrophes are straight or curly, letters large or small, and a line may be wrapped anywhere", () => {
  for (const text of [
    "WHY DON’T YOU", "why\ndon't\r\n  you", "Shouldn’t", "you  need\tto", "maybe you’re overreacting",
    "Maybe you are over-reacting", "maybe you're over\nreacting", "maybe you're over-\nreacting",
  ]) assert.deepEqual(phrases(text), [text]);
});

test("a part of a word is no word", () => {
  for (const text of [
    "shoulder", "mustard", "musty", "mustn't", "thought to", "shave to", "you need together", "behave to", "éshould",
    "mustérious", "must_", "_must", "must\u0301", "why don't your", "over reacting", "",
  ]) assert.deepEqual(phrases(text), [], text);
});

test("marks around a phrase do not hide it", () => {
  assert.deepEqual(phrases('"should" (must) *have to* should’ve —must— must.Must'), [
    "should", "must", "have to", "should", "must", "must", "Must",
  ]);
});

test("offsets are the page's own, also after emoji", () => {
  assert.deepEqual(found("🌿 you must 🌿must"), [{ start: 7, end: 11 }, { start: 14, end: 18 }]);
});

test("letters that are made to be slow are not", () => {
  // A quadratic search takes hours over these; this one is done before anybody notices.
  const size = 2e6;
  assert.deepEqual(found(`why${" ".repeat(size)}`), []);
  assert.deepEqual(found(`it would help if${"\n".repeat(size)}`), []);
  assert.deepEqual(found("maybe you are over".repeat(size / 20)), []);
  assert.deepEqual(found("it ".repeat(size / 4)), []);
  assert.equal(found("must ".repeat(1e5)).length, 1e5);
});
