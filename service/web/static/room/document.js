/**
 * A file that somebody dropped or chose. The service says what letter is in it, or why there is none; here it is only
 * sent. Nothing else of the file is kept, its name neither.
 */

import { known } from "./known.js";
import { Problem } from "./service.js";

/** @typedef {(bytes: ArrayBuffer, type: string) => Promise<{letter: string, notices: string[]}>} Send */

/** What a file is said to be: nothing. Its bytes say what it is, whatever it is called. */
const ANY = "application/octet-stream";

/**
 * @param {Blob} file
 * @param {Send} send asks the service for the letter in it
 * @returns {Promise<{letter: string, notices: string[]}>} Raises Problem.
 */
export async function read(file, send) {
  const { largest, too_large: detail } = known().document;
  if (file.size > largest) throw new Problem({ code: "document-too-long", detail });
  const bytes = await file.arrayBuffer().catch(() => {
    throw new Problem({ code: "unreadable", detail: "" }); // it was moved or deleted since, or it is a folder
  });
  // A picture is known by its type before it is sent whole.
  const type = file.type.startsWith("image/") ? file.type : ANY;
  return send(bytes, type).catch((error) => {
    const away = error instanceof Problem && error.code === "connection-lost";
    throw away ? new Problem({ code: "not-opened", detail: "" }) : error;
  });
}
