/**
 * A file that somebody dropped or chose, as text. Plain text is read here; the service reads Word and PDF. Nothing else
 * of the file is kept, its name neither.
 */

/**
 * @typedef {object} Written
 * @property {string} letter the text, as it stands in the file
 * @property {boolean} guessed whether the characters beyond ASCII are a guess, because the file does not say its encoding
 * @property {unknown[]} notices what the service said about it
 */
/** @typedef {"picture" | "kind-unknown" | "too-large" | "empty" | "unreadable"} DocumentCode */
/** @typedef {(bytes: ArrayBuffer, type: string) => Promise<{letter: string, notices?: unknown[]}>} Send */

/** The largest file that is opened, in bytes. */
export const LARGEST = 10e6;
/** What a file chooser may offer. */
export const ACCEPT = ".txt,.md,.docx,.pdf";

const TEXT = /\.(txt|text|md|markdown)$/i;
const PICTURE = /\.(jpe?g|png|gif|heic|heif|webp|avif|bmp|tiff?|svg)$/i;
const TEXT_TYPES = ["text/plain", "text/markdown", "text/x-markdown"];
const SENT = [
  { ending: /\.pdf$/i, type: "application/pdf" },
  { ending: /\.docx$/i, type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
];

/** The file is not one that can be read here. */
export class DocumentError extends Error {
  /** @param {DocumentCode} code */
  constructor(code) {
    super(code);
    this.name = "DocumentError";
    this.code = code;
  }
}

/**
 * @param {Blob & {name?: string}} file
 * @param {Send} send asks the service for the text of a document; what it throws goes on to the caller
 * @returns {Promise<Written>} Raises DocumentError.
 */
export async function read(file, send) {
  const type = kind(file);
  if (file.size > LARGEST) throw new DocumentError("too-large");
  if (file.size === 0) throw new DocumentError("empty");
  const bytes = await file.arrayBuffer().catch(() => {
    throw new DocumentError("unreadable"); // it was moved or deleted since, or it is a folder
  });
  const written = type === "text" ? decoded(bytes) : { guessed: false, notices: [], ...(await send(bytes, type)) };
  if (!written.letter.trim()) throw new DocumentError("empty");
  return written;
}

/**
 * @param {Blob & {name?: string}} file
 * @returns {string} "text", or the media type under which it is sent. Raises DocumentError.
 */
function kind(file) {
  const name = file.name || "";
  const type = file.type.split(";")[0].trim().toLowerCase();
  const sent = SENT.find((one) => one.ending.test(name)) || SENT.find((one) => one.type === type);
  if (sent) return sent.type;
  if (TEXT.test(name)) return "text";
  if (PICTURE.test(name) || type.startsWith("image/")) throw new DocumentError("picture");
  if (TEXT_TYPES.includes(type)) return "text";
  throw new DocumentError("kind-unknown");
}

/**
 * @param {ArrayBuffer} bytes of a text file
 * @returns {Written} its text, without a byte order mark
 */
function decoded(bytes) {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return { letter: plain(bytes, "utf-16le"), guessed: false, notices: [] };
  if (first === 0xfe && second === 0xff) return { letter: plain(bytes, "utf-16be"), guessed: false, notices: [] };
  try {
    return { letter: plain(bytes, "utf-8"), guessed: false, notices: [] };
  } catch (error) {
    if (error instanceof DocumentError && error.code === "kind-unknown") throw error;
    return { letter: plain(bytes, "windows-1252"), guessed: true, notices: [] };
  }
}

/**
 * @param {ArrayBuffer} bytes
 * @param {string} encoding
 * @returns {string} Raises DocumentError: for bytes that are not of that encoding, and for a NUL, which no text has.
 */
function plain(bytes, encoding) {
  /** @type {string} */
  let text;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new DocumentError("unreadable");
  }
  if (text.includes("\0")) throw new DocumentError("kind-unknown");
  return text;
}
