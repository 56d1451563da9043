import assert from "node:assert/strict";
import { test } from "node:test";

import { LEVEL, roomTone } from "../../../service/web/static/room/player/tone.js";

const RATE = 24000;
const rms = (samples) => Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
const decibels = (value) => 20 * Math.log10(value);

test("room tone is as loud as the service lays it", () => {
  assert.ok(Math.abs(decibels(rms(roomTone(RATE))) - LEVEL) < 0.01);
});

test("it has no seam: where the loop closes it moves no further than elsewhere", () => {
  const tone = roomTone(RATE);
  const steps = tone.slice(1).map((sample, at) => Math.abs(sample - tone[at]));
  const furthest = steps.reduce((most, step) => Math.max(most, step), 0);
  assert.ok(Math.abs(tone[0] - tone[tone.length - 1]) <= furthest);
});

test("it stays even: no second of it stands out", () => {
  const tone = roomTone(RATE);
  for (let at = 0; at + RATE <= tone.length; at += RATE) {
    assert.ok(Math.abs(decibels(rms(tone.slice(at, at + RATE))) - LEVEL) < 1.5);
  }
});
