import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { test } from "node:test";

import { ROOM } from "./python.js";

/** What is in the folder and not loaded by the page as it stands there; page.css is that of /docs. */
const OTHERS = ["page.css", "service-worker.js"];
const LOADED = [".css", ".js", ".png", ".svg", ".webmanifest"];

const [, list] = readFileSync(join(ROOM, "service-worker.js"), "utf-8").match(/FILES = \[(.*?)\]/s) || ["", ""];
const files = [...list.matchAll(/"([^"]+)"/g)].map(([, file]) => file);
const folder = readdirSync(ROOM, { recursive: true })
  .map((file) => String(file).replace(/\\/g, "/"))
  .filter((file) => LOADED.includes(extname(file)) && !OTHERS.includes(file));

test("every file that the page loads is in the service worker's list", () => {
  assert.ok(folder.length > 5);
  assert.deepEqual(folder.filter((file) => !files.includes(`room/${file}`)), []);
});

test("the list has the page, and nothing twice", () => {
  assert.equal(files[0], "./");
  assert.equal(new Set(files).size, files.length);
});

test("every file in the list is there", { skip: !existsSync(join(ROOM, "room.js")) && "the page is not here yet" }, () => {
  assert.deepEqual(files.slice(1).filter((file) => !folder.includes(file.replace("room/", ""))), []);
});
