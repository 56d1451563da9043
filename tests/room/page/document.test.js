import assert from "node:assert/strict";
import { File } from "node:buffer";
import { test } from "node:test";

import { KNOWN } from "./known.js";
import { read } from "../../../service/web/static/room/document.js";
import { Problem } from "../../../service/web/static/room/service.js";

const nobody = async () => assert.fail("nothing is sent");

test("the service gets the bytes, and neither a name nor what a browser takes them for", async () => {
  for (const [name, type] of [["a.txt", "text/plain"], ["a.docx", "application/zip"], ["letter", ""], ["a.rtf", "text/rtf"]]) {
    /** @type {unknown[]} */
    const sent = [];
    const found = { letter: "Dear Sam", notices: ["two pages"] };
    const written = await read(new File(["Dear"], name, { type }), async (...all) => (sent.push(...all), found));
    assert.deepEqual(written, found);
    assert.equal(Buffer.from(/** @type {ArrayBuffer} */ (sent[0])).toString(), "Dear");
    assert.deepEqual(sent.slice(1), ["application/octet-stream"]);
  }
});

test("a picture is said to be one, so that it can be refused before it is here", async () => {
  const file = new File(["x"], "a", { type: "image/heic" });
  assert.deepEqual(await read(file, async (_, type) => ({ letter: type, notices: [] })), { letter: "image/heic", notices: [] });
});

test("what is too large is not sent, and the sentence is the service's", async () => {
  const large = new File([new Uint8Array(KNOWN.document.largest + 1)], "a.txt");
  await assert.rejects(read(large, nobody), { code: "document-too-long", message: KNOWN.document.too_large });
});

test("a file that is gone when it is opened is unreadable", async () => {
  const gone = Object.assign(new File(["Dear"], "a"), { arrayBuffer: () => Promise.reject(new Error("NotReadableError")) });
  await assert.rejects(read(gone, nobody), { code: "unreadable" });
});

test("without the service no file is opened, and what it refuses goes on to the caller", async () => {
  const file = new File(["Dear"], "a.txt");
  await assert.rejects(read(file, () => Promise.reject(Problem.lost())), { code: "not-opened" });
  const refused = new Problem({ code: "document-unknown", detail: "It is a picture." });
  await assert.rejects(read(file, () => Promise.reject(refused)), refused);
});
