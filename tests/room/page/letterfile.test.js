import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

import { KNOWN } from "./known.js";
import { python } from "./python.js";
import { merged } from "../../../service/web/static/room/keeping.js";
import { LARGEST, LONGEST_TEXT, MOST_ENTRIES, checked, keyOf, read, written } from "../../../service/web/static/room/letterfile.js";

if (!("crypto" in globalThis)) Object.assign(globalThis, { crypto: webcrypto }); // Node 18 keeps it elsewhere

/** @typedef {import("../../../service/web/static/room/letterfile.js").Entry} Entry */

const CHECK = {
  when: "2026-11-01T20:15:00.000Z",
  before: { number: 2, word: "heavy" },
  after: { number: 4 },
  ratings: { believable: 5, acceptable: 7.5, helpful: 0 },
};
/** @type {Entry} */
const ENTRY = {
  id: "0123456789abcdef",
  letter: "fedcba9876543210",
  kept: "2026-11-01T21:15:00+01:00",
  text: "Dear Sam,\nthat is enough 🌿 \ud83d",
  voice: "heart",
  pace: { preset: "slow", rests: { sentence: 2 } },
  checks: [CHECK],
};

/** @param {object} [changes] */
function entry(changes = {}) {
  return /** @type {Entry} */ ({ ...ENTRY, ...changes });
}

/** @param {unknown} entries */
function file(entries) {
  return JSON.stringify({ readback_letters: 1, entries });
}

test("what is written is read, half characters and all", () => {
  const entries = [entry(), entry({ id: "another-id", checks: [], pace: {} })];
  const words = [{ word: "Aoife", said: "EE-fa" }, { word: "O’Brien", said: "oh-BRY-en" }];
  assert.deepEqual(read(JSON.stringify(written({ entries, words }))), { entries, words });
  assert.deepEqual(read(`\ufeff${file([])}`), { entries: [], words: [] });
});

test("a file without words is as it always was, so that an older page opens it", () => {
  assert.deepEqual(written({ entries: [], words: [] }), { readback_letters: 1, entries: [] });
});

test("words that cannot be taught refuse the whole file, and nothing of them is repeated", () => {
  const { most, longest } = KNOWN.pronunciations;
  const many = Object.fromEntries(Array.from({ length: most + 1 }, (_, at) => [`word${at}`, "EE-fa"]));
  for (const words of [null, [], 1, "Aoife", { Aoife: 1 }, { Aoife: "" }, { " ": "EE" }, { A: "x".repeat(longest + 1) }, many]) {
    const text = JSON.stringify({ readback_letters: 2, entries: [], pronunciations: words });
    assert.throws(() => read(text), { code: "file-invalid", field: "pronunciations" }, text.slice(0, 90));
  }
});

test("a word has the key here by which the service finds it", () => {
  const words = ["Aoife", " AOIFE ", "O’Brien", "oʼbrien", "Straße", "Zoe\u0308", "Łukasz", "ΣΊΣΥΦΟΣ", "Oluwaṣeun"];
  const code = "from service.sounds.pronunciations import key_of\nprint(json.dumps([key_of(one) for one in given]))";
  assert.deepEqual(words.map(keyOf), python(code, words));
});

test("a file that is not one is refused with a code, and what is in it is not repeated", () => {
  const cases = [
    ["", "file-invalid"],
    ["private", "file-invalid"],
    ["[]", "file-invalid"],
    ['{"entries": []}', "file-invalid"],
    ['{"readback_letters": "1", "entries": []}', "file-invalid"],
    ['{"readback_letters": 0, "entries": []}', "file-invalid"],
    ['{"readback_letters": 3, "entries": []}', "file-newer"],
    ['{"readback_letters": 1, "entries": [], "pronunciations": {}}', "file-invalid"],
    ['{"readback_letters": 1, "entries": {}}', "file-invalid"],
    ['{"readback_letters": 1, "entries": [], "private": 1}', "file-invalid"],
    [file(new Array(MOST_ENTRIES + 1).fill(0)), "file-too-large"],
    [" ".repeat(LARGEST + 1), "file-too-large"],
    ["é".repeat(LARGEST / 2 + 1), "file-too-large"],
  ];
  for (const [text, code] of cases) {
    assert.throws(() => read(text), (/** @type {any} */ error) => {
      assert.deepEqual([error.name, error.code], ["KeepingError", code], text.slice(0, 60));
      assert.ok(!error.message.includes("private"));
      return true;
    });
  }
});

test("every field of an entry is looked at, and one that is wrong refuses the whole file", () => {
  const wrong = {
    id: [undefined, 1, "", "short", "x".repeat(65), "with space in"],
    letter: [undefined, null, "../../etc"],
    kept: [undefined, "yesterday", "2026-11-01", "2026-13-01T00:00:00Z", 1793563200000],
    text: [undefined, "", 1, "x".repeat(LONGEST_TEXT + 1)],
    voice: [undefined, {}, "x".repeat(101)],
    pace: [undefined, "slow", { speed: 9 }, { letter: "Dear" }],
    checks: [
      undefined, {}, [1], [{}], [{ ...CHECK, note: 1 }], [{ ...CHECK, when: "now" }],
      [{ ...CHECK, before: { number: 11 } }], [{ ...CHECK, before: { number: "3" } }], [{ ...CHECK, after: null }],
      [{ ...CHECK, after: { word: "x".repeat(201) } }], [{ ...CHECK, ratings: { believable: -1 } }],
      [{ ...CHECK, ratings: { kind: 1 } }], [{ ...CHECK, ratings: [] }], new Array(1001).fill(CHECK),
    ],
    more: [1],
  };
  for (const [field, values] of Object.entries(wrong)) {
    for (const value of values) {
      const name = field === "more" ? "fields" : field;
      const error = { code: "file-invalid", field: `entries.1.${name}` };
      assert.throws(() => read(file([ENTRY, { ...ENTRY, [field]: value }])), error, `${field}: ${String(value)}`);
    }
  }
  for (const value of [null, 1, [], "entry"]) assert.throws(() => read(file([value])), { field: "entries.0" });
});

test("an entry that was looked at is a copy", () => {
  const copy = checked(ENTRY);
  assert.deepEqual(copy, ENTRY);
  assert.notEqual(copy.checks[0], ENTRY.checks[0]);
});

test("what is here already is not doubled, whether by its id or by its letter and text", () => {
  const here = [entry()];
  assert.deepEqual(merged(here, [entry(), entry({ id: "another-id" })]).counts, { added: 0, merged: 0, already: 2 });
  const twice = merged([], [entry(), entry({ id: "another-id" })]);
  assert.deepEqual(twice, { changed: [ENTRY], counts: { added: 1, merged: 0, already: 1 } });
});

test("checks made elsewhere are added in order, and nothing else of the version changes", () => {
  const earlier = { when: "2026-10-31T20:00:00Z", after: { number: 1 } };
  const { changed, counts } = merged([entry()], [entry({ voice: "emma", checks: [CHECK, earlier] })]);
  assert.deepEqual(changed, [entry({ checks: [earlier, CHECK] })]);
  assert.deepEqual(counts, { added: 0, merged: 1, already: 0 });
});

test("an id that stands for another text takes nobody's place", () => {
  const { changed, counts } = merged([entry()], [entry({ text: "changed by hand" })]);
  assert.deepEqual(counts, { added: 1, merged: 0, already: 0 });
  assert.equal(changed[0].text, "changed by hand");
  assert.notEqual(changed[0].id, ENTRY.id);
});
