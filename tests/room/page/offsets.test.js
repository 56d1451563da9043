import assert from "node:assert/strict";
import { test } from "node:test";

import { Offsets } from "../../../service/web/static/room/player/offsets.js";
import { python } from "./python.js";

const TEXTS = [
  "",
  "Dear Sam,",
  "Dear Sam 🌿, take care 🫂🫂.",
  "👩‍👩‍👧 é é ﷽ שלום 你好 𝒽𝒾",
  "\ud83d", // half a character, as a page can hold it after an edit
  "a\udf3fb\ud83cc",
  "\udf3f\ud83c",
  "\ud83c\ud83c\udf3f\udf3f",
  "🌿".repeat(40),
];

test("a letter has as many code points as Python counts in the same JSON", () => {
  const counted = python("print(json.dumps([len(text) for text in given]))", TEXTS);
  assert.deepEqual(TEXTS.map((text) => new Offsets(text).codePoints), counted);
});

test("a slice by code points is the slice that Python takes", () => {
  const slices = python(
    "print(json.dumps([[text[:at] for at in range(len(text) + 1)] for text in given]))",
    TEXTS,
  );
  TEXTS.forEach((text, index) => {
    const offsets = new Offsets(text);
    slices[index].forEach((/** @type {string} */ slice, /** @type {number} */ at) => {
      assert.equal(text.slice(0, offsets.utf16(at)), slice);
      assert.equal(offsets.codePoint(offsets.utf16(at)), at);
    });
  });
});

test("inside a pair is the place before it, and outside the text is its nearest end", () => {
  const offsets = new Offsets("a🌿b");
  assert.deepEqual([0, 1, 2, 3, 4].map((at) => offsets.codePoint(at)), [0, 1, 1, 2, 3]);
  assert.deepEqual([offsets.utf16(-1), offsets.utf16(99)], [0, 4]);
  assert.deepEqual([offsets.codePoint(-1), offsets.codePoint(99)], [0, 3]);
});
