import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { KNOWN } from "./known.js";
import { PaceFileError, checked, opened, read, written } from "../../../service/web/static/room/pacefile.js";
import { python, ROOT } from "./python.js";

const FULL = {
  preset: "gentle", speed: 0.9, rest_scale: 1.25, rests: { sentence: 2.5, lead_in: 0 }, phrase_syllables: 10, jitter: 0,
  duration: 240,
};
const DEEP = "[".repeat(30000);

/** @param {unknown} pace */
function file(pace) {
  return JSON.stringify({ readback_pace: 1, pace });
}

test("what is written is read, and the command line reads it too", () => {
  for (const pace of [{}, FULL, { syllables_per_second: 2, words_per_minute: 400 }, { rests: {} }]) {
    assert.deepEqual(read(written(pace)), pace);
  }
  const said = python(
    "from service.score.pace_file import wish_in\nwish = wish_in(given)\nprint(json.dumps({name: dict(value) if name == 'rests' else value"
    + " for name, value in vars(wish).items() if value is not None}))",
    written(FULL, "Evenings"),
  );
  assert.deepEqual(said, FULL);
});

test("the file holds the pace and its name, and nothing else of what it was given", () => {
  const more = /** @type {object} */ ({ ...FULL, letter: "Dear Sam", seed: 1, speed: undefined, jitter: null });
  const text = written(more, "Evenings");
  assert.deepEqual(Object.keys(JSON.parse(text)), ["readback_pace", "name", "pace"]);
  assert.deepEqual(Object.keys(JSON.parse(text).pace), ["preset", "rest_scale", "rests", "phrase_syllables", "duration"]);
  assert.equal(opened(text).name, "Evenings");
  assert.equal(opened(written({})).name, "");
});

const REFUSED = /** @type {[string, string, string | undefined][]} */ ([
  ["", "not-json", undefined],
  ["{", "not-json", undefined],
  [DEEP, "not-json", undefined],
  ['{"readback_pace": 1, "pace": {"speed": NaN}}', "not-json", undefined],
  [`"${"é".repeat(40000)}"`, "too-large", undefined],
  ["[]", "not-a-pace", undefined],
  ["null", "not-a-pace", undefined],
  ["{}", "not-a-pace", undefined],
  [file([]), "not-a-pace", undefined],
  ['{"pace": {"speed": 1}}', "not-a-pace", undefined],
  ['{"readback_pace": 2, "pace": {}}', "version-unknown", "readback_pace"],
  ['{"readback_pace": true, "pace": {}}', "version-unknown", "readback_pace"],
  ['{"version": 1, "letter": "Dear Sam", "pace": {}}', "has-letter", "letter"],
  ['{"readback_pace": 1, "letter": "", "pace": {}}', "has-letter", "letter"],
  [file({ letter: "Dear Sam" }), "has-letter", "letter"],
  ['{"readback_pace": 1, "pace": {}, "voice": "heart"}', "field-unknown", "voice"],
  [file({ sped: 1 }), "field-unknown", "sped"],
  ['{"readback_pace": 1, "pace": {"__proto__": {"speed": 1}}}', "field-unknown", "__proto__"],
  [file({ rests: { toString: 1 } }), "field-unknown", "rests.toString"],
  [file({ rests: { sentence: 21 } }), "field-invalid", "rests.sentence"],
  [file({ rests: [] }), "field-invalid", "rests"],
  [file({ preset: "quick" }), "field-invalid", "preset"],
  [file({ preset: "toString" }), "field-invalid", "preset"],
  [file({ speed: 0.74 }), "field-invalid", "speed"],
  [file({ speed: "1" }), "field-invalid", "speed"],
  [file({ rests: { soft: null } }), "field-invalid", "rests.soft"],
  [file({ speed: true }), "field-invalid", "speed"],
  ['{"readback_pace": 1, "pace": {"speed": 1e999}}', "field-invalid", "speed"],
  [file({ phrase_syllables: 10.5 }), "field-invalid", "phrase_syllables"],
  [file({ speed: 1, syllables_per_second: 4 }), "contradiction", "speed"],
  [file({ duration: 60, words_per_minute: 100 }), "contradiction", "duration"],
  ['{"readback_pace": 1, "name": "Dear Sam,\\nyou did enough", "pace": {}}', "field-invalid", "name"],
  [`{"readback_pace": 1, "name": "${"x".repeat(61)}", "pace": {}}`, "field-invalid", "name"],
]);

test("the page takes the paces that the service takes, and refuses the others by the same field", () => {
  for (const [pace, field] of JSON.parse(readFileSync(join(ROOT, "tests", "score", "paces.json"), "utf-8"))) {
    const refused = (() => {
      try {
        read(file(pace));
        return null;
      } catch (error) {
        return String(/** @type {pacefile.PaceFileError} */ (error).field);
      }
    })();
    // Fields and kinds that there are not are somebody's own words, which the service does not repeat.
    if (field === "pace") assert.ok(refused, JSON.stringify(pace));
    else if (field === "rests") assert.equal(refused?.split(".")[0], field, JSON.stringify(pace));
    else assert.equal(refused, field, JSON.stringify(pace));
  }
});

test("a file that is no pace is refused with a code and the field", () => {
  for (const [text, code, field] of REFUSED) {
    assert.throws(() => read(text), (error) => {
      assert.ok(error instanceof PaceFileError, text.slice(0, 60));
      assert.deepEqual([error.code, error.field], [code, field], text.slice(0, 60));
      return true;
    });
  }
});

test("the command line refuses the same files", () => {
  const taken = python(
    "from service.errors import ReadbackError\nfrom service.score.pace_file import wish_in\n"
    + "def taken(text):\n    try:\n        wish_in(text)\n        return True\n    except ReadbackError:\n        return False\n"
    + "print(json.dumps([text[:60] for text in given if taken(text)]))",
    REFUSED.map(([text]) => text),
  );
  assert.deepEqual(taken, []);
});

test("a number out of range comes with its range, and at its ends it is taken", () => {
  for (const [field, [low, high]] of Object.entries(KNOWN.ranges)) {
    const at = (/** @type {number} */ value) => (field === "rests" ? { rests: { soft: value } } : { [field]: value });
    assert.deepEqual(checked(at(low)), at(low));
    assert.deepEqual(checked(at(high)), at(high));
    for (const value of [low - 1, high + 1, Number.NaN]) {
      assert.throws(() => checked(at(value)), { code: "field-invalid", range: [low, high] });
    }
  }
});

test("what is out of range is not written either", () => {
  assert.throws(() => written({ speed: 9 }), { name: "PaceFileError", field: "speed" });
  assert.throws(() => written({}, "two\nlines"), { field: "name" });
});

test("a byte order mark before it changes nothing", () => {
  assert.deepEqual(read(`\ufeff${written(FULL)}`), FULL);
});
