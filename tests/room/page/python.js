/** What Python says: the service counts and checks in Python, and the page is to agree with it. */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const ROOM = join(ROOT, "service", "web", "static", "room");

const OURS = [".readback/dev/bin/python", ".readback/dev/Scripts/python.exe"].map((path) => join(ROOT, path));
const PYTHON = OURS.find((path) => existsSync(path)) || "python3";

/**
 * @param {string} code prints JSON; `given` is what was passed in
 * @param {unknown} [given]
 * @returns {any}
 */
export function python(code, given = null) {
  const program = `import json, sys\ngiven = json.load(sys.stdin)\n${code}`;
  const env = { ...process.env, PYTHONUTF8: "1", PYTHONDONTWRITEBYTECODE: "1" };
  const input = JSON.stringify(given);
  return JSON.parse(execFileSync(PYTHON, ["-c", program], { cwd: ROOT, env, input, encoding: "utf-8" }));
}
