import assert from "node:assert/strict";
import { test } from "node:test";

import { likely, wordAt } from "../../../service/web/static/room/likely.js";

const LETTER = `Dear Aoife,

You came home late. Siobhan’s tea was on the table, and Dr Nguyen had rung. I'm told that Łukasz said: "Stay."
With Zoë-Marie it was the same, and I've kept O'Brien's number.

With warmth,
Bo`;

/** @param {string} marked */
function at(marked) {
  const start = LETTER.indexOf(marked);
  return wordAt(LETTER, start, start + marked.length);
}

test("the word that is marked is found whole, and as it is by itself", () => {
  assert.equal(at("Aoife"), "Aoife");
  assert.equal(at("oif"), "Aoife");
  assert.equal(at(" table,"), "table");
  assert.equal(at("Marie"), "Zoë-Marie");
  assert.equal(at("Siobhan"), "Siobhan");
  assert.equal(at("O'Brien's"), "O'Brien");
  assert.equal(at("Nguyen had rung"), "Nguyen");
  for (const nothing of [",", " ", "\n\n", ": \""]) assert.equal(at(nothing), "");
  assert.equal(wordAt("", 0, 0), "");
});

test("a word in letters beyond the first plane is found whole", () => {
  assert.equal(wordAt("🌿 𐐀𐐁 x", 4, 5), "𐐀𐐁");
});

test("names come first, those that were heard just now before others, then what else was heard", () => {
  assert.deepEqual(likely(LETTER, ["Siobhan’s tea was on the table,", "and Dr Nguyen had rung."]), [
    "Dr", "Nguyen", "Aoife", "Łukasz", "Zoë-Marie", "O'Brien", "Bo", "Siobhan", "tea", "was", "the", "table",
  ]);
  assert.deepEqual(likely(LETTER, []), ["Aoife", "Dr", "Nguyen", "Łukasz", "Zoë-Marie", "O'Brien", "Bo"]);
});

test("a word is offered once, and what is no word is not", () => {
  assert.deepEqual(likely("so: sam and Sam. SAM", ["sam and Sam."]), ["Sam", "and"]);
  assert.deepEqual(likely("... 12 🌿 I'm I", []), []);
  assert.deepEqual(likely("", []), []);
});

test("the line that signs is the last one, and a letter of one line has none", () => {
  assert.deepEqual(likely("Enough.\n\nYours,\nAoife Bell\n\n", []), ["Aoife", "Bell"]);
  assert.deepEqual(likely("Aoife", []), []);
  assert.deepEqual(likely("Enough.\nGo and rest now", []), []);
});

test("a long letter is looked through at once", () => {
  const letter = `Dear Aoife,\n${"Łukasz-".repeat(3000)} ${"A".repeat(60000)}\n${". ".repeat(60000)}`;
  const before = performance.now();
  likely(letter, [letter]);
  assert.ok(performance.now() - before < 500);
});
