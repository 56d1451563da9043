import assert from "node:assert/strict";
import { test } from "node:test";

import { Settling, steps } from "../../../service/web/static/room/settling.js";

/** A clock that is turned by hand. */
class Clock {
  constructor() {
    this.time = 0;
    this.timers = new Map();
    this.count = 0;
  }

  now = () => this.time;

  set = (/** @type {() => void} */ run, /** @type {number} */ milliseconds) => {
    this.count += 1;
    this.timers.set(this.count, { run, due: this.time + milliseconds });
    return this.count;
  };

  clear = (/** @type {number} */ timer) => this.timers.delete(timer);

  /** @param {number} seconds */
  turn(seconds) {
    const end = this.time + seconds * 1000;
    for (;;) {
      const [next] = [...this.timers].filter(([, { due }]) => due <= end).sort(([, a], [, b]) => a.due - b.due);
      if (!next) break;
      this.timers.delete(next[0]);
      this.time = next[1].due;
      next[1].run();
    }
    this.time = end;
  }
}

/** @param {import("../../../service/web/static/room/settling.js").SettlingOptions} options */
function started(options) {
  const clock = new Clock();
  /** @type {(string | number | boolean)[]} */
  const heard = [];
  const settling = new Settling(options, clock);
  settling.start((step) => heard.push(clock.time / 1000, step.kind), (skipped) => heard.push("done", skipped));
  return { clock, heard, settling };
}

test("three breaths of four seconds in and six out, the image, and the quiet, each in its time", () => {
  const { clock, heard } = started({ breaths: 3, image: true, quiet: 20 });
  clock.turn(100);
  assert.deepEqual(heard, [
    0, "in", 4, "out", 10, "in", 14, "out", 20, "in", 24, "out", 30, "image", 36, "quiet", "done", false,
  ]);
});

test("what was not asked for does not come, and where nothing was, it is over at once", () => {
  assert.deepEqual(steps({ breaths: 0, image: true, quiet: 0 }), [{ kind: "image", seconds: 6 }]);
  assert.deepEqual(steps({}), []);
  assert.deepEqual(started({}).heard, ["done", false]);
});

test("the quiet is never longer than forty seconds", () => {
  assert.deepEqual(steps({ quiet: 300 }), [{ kind: "quiet", seconds: 40 }]);
  assert.deepEqual(steps({ quiet: -1 }), []);
});

test("after a skip, at whatever moment, nothing goes on and it is over once", () => {
  for (let second = 0; second < 56; second += 1) {
    const { clock, heard, settling } = started({ breaths: 3, image: true, quiet: 20 });
    clock.turn(second);
    settling.skip();
    const before = [...heard];
    assert.deepEqual(before.slice(-2), ["done", true]);
    settling.skip();
    settling.start(() => heard.push("again"), () => heard.push("again"));
    clock.turn(1000);
    assert.deepEqual(heard, before);
    assert.equal(clock.timers.size, 0);
  }
});

test("a view may skip while it is told of a step", () => {
  const clock = new Clock();
  /** @type {string[]} */
  const heard = [];
  const settling = new Settling({ breaths: 3 }, clock);
  settling.start((step) => { heard.push(step.kind); settling.skip(); }, () => heard.push("done"));
  clock.turn(100);
  assert.deepEqual(heard, ["in", "done"]);
});

test("leaving it is silent", () => {
  const { clock, heard, settling } = started({ breaths: 3 });
  clock.turn(5);
  settling.stop();
  clock.turn(100);
  assert.deepEqual(heard, [0, "in", 4, "out"]);
});

test("it runs on real timers", (t, done) => {
  const settling = new Settling({ quiet: 0.01 });
  settling.start(() => {}, (skipped) => { assert.equal(skipped, false); done(); });
});
