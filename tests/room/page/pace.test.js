import assert from "node:assert/strict";
import { test } from "node:test";

import "./known.js";
import { Pace } from "../../../service/web/static/room/pace.js";

test("a preset by itself is asked for by its name, with a short lead-in", () => {
  assert.deepEqual(new Pace("slow").wish, { preset: "slow", rests: { lead_in: 0.25 } });
});

test("what is saved as a file has nothing in it that only the page adds", () => {
  assert.deepEqual(new Pace("slow").own, { preset: "slow" });
});

test("slower and longer rests are factors, held in their ranges", () => {
  const pace = new Pace("gentle");
  pace.slower();
  pace.longer();
  assert.deepEqual([pace.wish.speed, pace.wish.rest_scale], [0.9, 1.25]);
  for (let press = 0; press < 9; press++) {
    pace.slower();
    pace.longer();
  }
  assert.deepEqual([pace.wish.speed, pace.wish.rest_scale], [0.75, 2]);
  for (let press = 0; press < 20; press++) {
    pace.quicker();
    pace.shorter();
  }
  assert.deepEqual([pace.wish.speed, pace.wish.rest_scale], [1.3, 0.5]);
});

test("too much is one preset down, and below the last a little slower", () => {
  const pace = new Pace("gentle");
  const presets = [1, 2, 3].map(() => (pace.down(), pace.preset));
  assert.deepEqual(presets, ["slow", "very-slow", "very-slow"]);
  assert.equal(pace.speed, 0.9);
});

test("too much in with-breath never goes to a quicker pace", () => {
  const pace = new Pace("with-breath");
  pace.down();
  assert.deepEqual([pace.preset, pace.speed], ["with-breath", 0.9]);
});

test("a pace from a file is asked for as it stands, until somebody changes it", () => {
  const pace = new Pace("slow");
  pace.give({ preset: "gentle", words_per_minute: 100, rests: { sentence: 2 }, phrase_syllables: 10 });
  const given = { preset: "gentle", phrase_syllables: 10, rests: { lead_in: 0.25, sentence: 2 } };
  assert.deepEqual(pace.wish, { ...given, words_per_minute: 100 });
  pace.slower();
  assert.deepEqual(pace.wish, { ...given, speed: 0.9 });
});

test("a rate of one's own is changed by the factor, since both are not asked for together", () => {
  const pace = new Pace("slow");
  pace.give({ preset: "slow", syllables_per_second: 4 });
  pace.slower();
  assert.deepEqual(pace.wish, { preset: "slow", syllables_per_second: 3.6, rests: { lead_in: 0.25 } });
});

test("choosing a preset lets go of a file", () => {
  const pace = new Pace("slow");
  pace.give({ preset: "slow", rests: { sentence: 2 } });
  pace.choose("gentle");
  assert.deepEqual(pace.own, { preset: "gentle" });
});

test("what a wished length has led to is where the listener's own changes begin", () => {
  const pace = new Pace("slow");
  pace.give({ preset: "slow", duration: 300 });
  pace.met({ syllables_per_second: 3.2, rest_scale: 1.6 });
  assert.deepEqual([pace.wish.duration, pace.wish.rest_scale, pace.rests], [300, undefined, 1.6]);
  const speech = pace.speech;
  pace.longer();
  assert.deepEqual([pace.wish.duration, pace.wish.rest_scale, pace.wish.syllables_per_second], [undefined, 2, 3.2]);
  assert.equal(pace.speech, speech, "how phrases are spoken is as it was");
  pace.slower();
  assert.equal(pace.wish.syllables_per_second, 2.88);
  assert.notEqual(pace.speech, speech);
});
