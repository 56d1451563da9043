import assert from "node:assert/strict";
import { File } from "node:buffer";
import { test } from "node:test";

import { LARGEST, read } from "../../../service/web/static/room/document.js";

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** @type {import("../../../service/web/static/room/document.js").Send} */
const nobody = async () => assert.fail("nothing is sent");

/**
 * @param {string} name
 * @param {string | number[]} content
 * @param {string} [type]
 */
function file(name, content, type = "") {
  return new File([typeof content === "string" ? content : new Uint8Array(content)], name, { type });
}

/** @param {string} text */
function utf16(text) {
  return [...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]);
}

test("UTF-8 is read as it stands, without its byte order mark", async () => {
  const text = "Dear Sam,\r\n\r\nthat’s enough 🌿\n";
  for (const name of ["a.txt", "a.TXT", "a.md", "a.markdown"]) {
    assert.deepEqual(await read(file(name, text), nobody), { letter: text, guessed: false, notices: [] });
  }
  assert.equal((await read(file("a.txt", `\ufeff${text}`), nobody)).letter, text);
  assert.equal((await read(file("letter", text, "text/plain;charset=utf-8"), nobody)).letter, text);
});

test("UTF-16 is known by its mark, either way round", async () => {
  const little = [0xff, 0xfe, ...utf16("Dear Zoë")];
  const big = little.map((_, at) => little[at ^ 1]);
  for (const bytes of [little, big]) {
    assert.deepEqual(await read(file("a.txt", bytes), nobody), { letter: "Dear Zoë", guessed: false, notices: [] });
  }
});

test("what is no Unicode is read as Windows wrote it, and said to be a guess", async () => {
  // Curly quotes are tried in a browser: Node 20 takes Latin-1 for Windows-1252.
  const bytes = [...Buffer.from("Dear Zo"), 0xeb];
  assert.deepEqual(await read(file("a.txt", bytes), nobody), { letter: "Dear Zoë", guessed: true, notices: [] });
});

test("Word and PDF are read by the service, which gets the bytes and their type and no name", async () => {
  for (const [name, given, type] of [
    ["a.docx", "", WORD], ["a.DOCX", "application/zip", WORD], ["scan", WORD, WORD],
    ["a.pdf", "", "application/pdf"], ["a", "application/pdf", "application/pdf"],
  ]) {
    /** @type {unknown[]} */
    const sent = [];
    const written = await read(file(name, "PK…", given), async (...all) => {
      sent.push(...all);
      return { letter: "Dear Sam", notices: ["two pages"] };
    });
    assert.deepEqual(written, { letter: "Dear Sam", guessed: false, notices: ["two pages"] });
    assert.equal(Buffer.from(/** @type {ArrayBuffer} */ (sent[0])).toString(), "PK…");
    assert.deepEqual(sent.slice(1), [type]);
  }
});

test("what cannot be read is said by a code, and nothing is sent", async () => {
  const cases = [
    [file("a.jpg", "x"), "picture"],
    [file("a.HEIC", "x"), "picture"],
    [file("pasted", "x", "image/png"), "picture"],
    [file("a.doc", "x", "application/msword"), "kind-unknown"],
    [file("a.rtf", "x", "text/rtf"), "kind-unknown"],
    [file("folder", "x"), "kind-unknown"],
    [file("a.txt", "D\0e\0a\0r\0"), "kind-unknown"],
    [file("a.txt", [0xff, 0xfe, 0x44]), "unreadable"],
    [file("a.txt", ""), "empty"],
    [file("a.txt", " \n\t\u00a0 "), "empty"],
    [file("a.pdf", ""), "empty"],
    [file("a.txt", new Array(LARGEST + 1).fill(65)), "too-large"],
  ];
  for (const [given, code] of cases) {
    await assert.rejects(read(/** @type {File} */ (given), nobody), { name: "DocumentError", code });
  }
});

test("a file that is gone when it is opened is unreadable", async () => {
  const gone = Object.assign(file("a.txt", "Dear"), { arrayBuffer: () => Promise.reject(new Error("NotReadableError")) });
  await assert.rejects(read(gone, nobody), { code: "unreadable" });
});

test("a document without a word is empty, and what the service says goes on to the caller", async () => {
  await assert.rejects(read(file("a.pdf", "%PDF"), async () => ({ letter: " " })), { code: "empty" });
  const refused = new Error("document-damaged");
  await assert.rejects(read(file("a.pdf", "%PDF"), () => Promise.reject(refused)), refused);
});
