/**
 * Letters and taught words that somebody asked to keep, in this browser and nowhere else. Nothing is created until
 * somebody keeps something: looking creates nothing. Each call opens the database, does one thing, and closes it, so that
 * another tab can forget everything at any time.
 */

import { deleteDB, openDB } from "./libraries/idb.js";
import { KeepingError, MOST_CHECKS, checked, keyOf, read, written } from "./letterfile.js";

export { KeepingError } from "./letterfile.js";

/** @typedef {import("./letterfile.js").Check} Check */
/** @typedef {import("./letterfile.js").Entry} Entry */
/** @typedef {import("./letterfile.js").KeepingCode} KeepingCode */
/** @typedef {import("./letterfile.js").Kept} Kept */
/** @typedef {import("./letterfile.js").Word} Word */
/** @typedef {import("./pacefile.js").PaceWish} PaceWish */
/**
 * @typedef {object} Wish what somebody wants to keep
 * @property {string} [letter] which letter it is a version of; left out, a new one
 * @property {string} text
 * @property {string} voice
 * @property {PaceWish} pace
 * @property {Check[]} [checks]
 */
/** @typedef {{letter: string, versions: Entry[]}} KeptLetter */
/** @typedef {{added: number, merged: number, already: number}} Counts */
/**
 * @template Kind
 * @typedef {object} Store as much of idb's as is used here
 * @property {() => Promise<Kind[]>} getAll
 * @property {(one: Kind) => Promise<unknown>} put
 * @property {(key: string) => Promise<unknown>} delete
 */
/** @typedef {{letters: Store<Entry>, words: Store<Word & {key: string}>}} Stores */

const NAME = "readback";
const VERSION = 2;
/** What is kept in it, each with the version that has brought it and the field that tells one from another. */
const STORES = [
  { name: "entries", since: 1, keyPath: "id" },
  { name: "words", since: 2, keyPath: "key" },
];
/** How long the browser may take over one step, in milliseconds: some have been seen never to answer. */
const LONGEST_WAIT = 15000;
/** What a browser calls it, and what it is called here. What is not named is "failed".
 * @type {Readonly<Record<string, KeepingCode>>}
 */
const CODES = {
  QuotaExceededError: "no-room",
  SecurityError: "not-possible",
  InvalidStateError: "not-possible",
  NotSupportedError: "not-possible",
  VersionError: "not-possible",
};

/** @returns {Promise<KeptLetter[]>} all that is kept, newest first, and so the versions of each letter */
export async function kept() {
  /** @type {Map<string, Entry[]>} */
  const letters = new Map();
  for (const entry of (await everything()).entries) letters.set(entry.letter, [...(letters.get(entry.letter) || []), entry]);
  return [...letters].map(([letter, versions]) => ({ letter, versions }));
}

/**
 * Keep a letter. The same letter with the same text changes what is kept of that version; another text is a new version.
 * @param {Wish} wish
 * @returns {Promise<Entry>} what is kept now; its `letter` is for the next time. Raises KeepingError.
 */
export async function keep({ letter = name(), text, voice, pace, checks = [] }) {
  const now = new Date().toISOString();
  const given = { id: name(), letter, kept: now, text, voice, pace, checks };
  const wanted = checked(JSON.parse(JSON.stringify(given))); // what is undefined is left out
  return using("readwrite", async ({ letters: store }) => {
    const same = (await store.getAll()).find((one) => one.letter === letter && one.text === text);
    const times = new Set(wanted.checks.map((check) => check.when));
    const others = same ? same.checks.filter((check) => !times.has(check.when)) : [];
    const entry = same ? { ...wanted, id: same.id, kept: same.kept, checks: [...others, ...wanted.checks] } : wanted;
    await store.put(entry);
    return entry;
  });
}

/**
 * Forget one version. One that is not there is forgotten already.
 * @param {string} id
 * @returns {Promise<void>} Raises KeepingError.
 */
export async function forget(id) {
  if (await exists()) await using("readwrite", ({ letters }) => letters.delete(id));
}

/**
 * Keep how a word is said.
 * @param {Word} word
 * @returns {Promise<void>} Raises KeepingError.
 */
export async function keepWord({ word, said }) {
  await using("readwrite", ({ words }) => words.put({ key: keyOf(word), word, said }));
}

/**
 * Forget how a word is said.
 * @param {string} word
 * @returns {Promise<void>} Raises KeepingError.
 */
export async function forgetWord(word) {
  if (await exists()) await using("readwrite", ({ words }) => words.delete(keyOf(word)));
}

/** @returns {Promise<Word[]>} the words that are kept, by the alphabet. Raises KeepingError. */
export async function keptWords() {
  return (await everything()).words;
}

/**
 * Delete the whole database.
 * @returns {Promise<void>} Raises KeepingError: "in-use" where another tab holds on to it. The browser deletes it then,
 *   as soon as that tab is closed.
 */
export async function forgetEverything() {
  if (!(await exists())) return;
  await step((refuse) => deleteDB(NAME, { blocked: () => refuse(new KeepingError("in-use")) }));
}

/** @returns {Promise<ReturnType<typeof written>>} all that is kept, for one JSON file */
export async function exported() {
  return written(await everything());
}

/**
 * Bring in a file that `exported` made, all of it or nothing. A version that is here already gains the checks that it
 * does not have yet, and stays as it is in all else; a word that is here already stays as it is said here.
 * @param {string} text the file
 * @returns {Promise<Counts & {words: number}>} how many versions are new, gained something, were here already, and how
 *   many words are new. Raises KeepingError.
 */
export async function imported(text) {
  const brought = read(text);
  if (!brought.entries.length && !brought.words.length) return { added: 0, merged: 0, already: 0, words: 0 };
  return using("readwrite", async ({ letters, words }) => {
    const { changed, counts } = merged(await letters.getAll(), brought.entries);
    const here = new Set((await words.getAll()).map(({ key }) => key));
    const fresh = brought.words.map((one) => ({ key: keyOf(one.word), ...one })).filter(({ key }) => !here.has(key));
    await Promise.all([...changed.map((entry) => letters.put(entry)), ...fresh.map((one) => words.put(one))]);
    return { ...counts, words: fresh.length };
  });
}

/**
 * @param {Entry[]} here
 * @param {Entry[]} brought
 * @returns {{changed: Entry[], counts: Counts}} what is to be written. Raises KeepingError.
 */
export function merged(here, brought) {
  const counts = { added: 0, merged: 0, already: 0 };
  const ids = new Set(here.map((entry) => entry.id));
  const versions = new Map(here.map((entry) => [version(entry), entry]));
  /** @type {Map<string, Entry>} */
  const changed = new Map();
  for (const entry of brought) {
    const same = versions.get(version(entry));
    // An id that is taken by another text was changed by hand; both are kept.
    const next = same ? withChecks(same, entry.checks) : { ...entry, id: ids.has(entry.id) ? name() : entry.id };
    if (next === same) {
      counts.already += 1;
      continue;
    }
    counts[same ? "merged" : "added"] += 1;
    ids.add(next.id);
    versions.set(version(next), next);
    changed.set(next.id, next);
  }
  return { changed: [...changed.values()], counts };
}

/**
 * @param {Entry} entry
 * @param {Check[]} more
 * @returns {Entry} the same entry where there is nothing new
 */
function withChecks(entry, more) {
  const times = new Set(entry.checks.map((check) => check.when));
  const others = more.filter((check) => !times.has(check.when) && times.add(check.when));
  if (!others.length) return entry;
  const checks = [...entry.checks, ...others].sort((one, another) => Date.parse(one.when) - Date.parse(another.when));
  if (checks.length > MOST_CHECKS) throw new KeepingError("file-too-large");
  return { ...entry, checks };
}

/** @param {Entry} entry */
function version(entry) {
  return `${entry.letter} ${entry.text}`;
}

/** @returns {Promise<Kept>} letters, newest first, and words, by the alphabet */
async function everything() {
  if (!(await exists())) return { entries: [], words: [] };
  return using("readonly", async ({ letters, words }) => ({
    entries: (await letters.getAll()).sort((one, another) => Date.parse(another.kept) - Date.parse(one.kept)),
    words: (await words.getAll()).map(({ word, said }) => ({ word, said })),
  }));
}

/**
 * Whether there is a database. Asking does not make one: where the browser cannot list its databases, one that would be
 * made by opening is given up before it is there.
 * @returns {Promise<boolean>}
 */
async function exists() {
  checkBrowser();
  if ("databases" in indexedDB) {
    const all = await step(() => indexedDB.databases()).catch(() => null); // it may not be ours to ask
    if (all) return all.some((one) => one.name === NAME);
  }
  let there = true;
  try {
    const database = await opened((database, old, _new, transaction) => {
      if (old) return laid(database, old);
      there = false;
      transaction.done.catch(() => {});
      transaction.abort();
    });
    database.close();
  } catch (error) {
    if (there) throw error;
  }
  return there;
}

/**
 * @template Result
 * @param {"readonly" | "readwrite"} mode
 * @param {(stores: Stores) => Promise<Result>} work in one transaction: all of it happens, or none
 * @returns {Promise<Result>} once it is written. Raises KeepingError.
 */
async function using(mode, work) {
  const database = await opened(laid);
  /** @type {any} */
  let transaction;
  try {
    return await step(async () => {
      transaction = database.transaction(STORES.map(({ name }) => name), mode);
      transaction.done.catch(() => {}); // it is waited for below, unless the work itself fails first
      const [letters, words] = STORES.map(({ name }) => transaction.objectStore(name));
      const result = await work({ letters, words });
      await transaction.done;
      return result;
    });
  } catch (error) {
    giveUp(transaction);
    throw error;
  } finally {
    database.close();
  }
}

/**
 * Lay what is not there yet.
 * @param {any} database
 * @param {number} old the version that it has; 0 where it is new
 */
function laid(database, old) {
  for (const { name, since, keyPath } of STORES) if (old < since) database.createObjectStore(name, { keyPath });
}

/** @param {{abort: () => void} | undefined} transaction one that may not have begun, or be over already */
function giveUp(transaction) {
  try {
    if (transaction) transaction.abort();
  } catch {
    // it is over
  }
}

/** Raise KeepingError where the browser has no IndexedDB, or hides it. */
function checkBrowser() {
  if (typeof indexedDB === "undefined" || indexedDB === null) throw new KeepingError("not-possible");
}

/**
 * @param {(database: any, old: number, next: number, transaction: any) => void} upgrade
 * @returns {Promise<any>} idb's database
 */
async function opened(upgrade) {
  checkBrowser();
  return step((refuse, isOver) => {
    const opening = openDB(NAME, VERSION, {
      upgrade,
      blocked: () => refuse(new KeepingError("in-use")),
      blocking: (/** @type {number} */ _old, /** @type {number | null} */ _new, /** @type {any} */ event) =>
        event.target.close(),
    });
    return opening.then((/** @type {any} */ database) => {
      if (isOver()) database.close(); // nobody waits for it any more
      return database;
    });
  });
}

/**
 * One step of the browser's, with a time limit, and its errors by our names.
 * @template Result
 * @param {(refuse: (error: Error) => void, isOver: () => boolean) => Promise<Result>} work
 * @returns {Promise<Result>} Raises KeepingError.
 */
async function step(work) {
  let over = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new KeepingError("failed")), LONGEST_WAIT);
      work(reject, () => over).then(resolve, reject);
    });
  } catch (error) {
    throw named(error);
  } finally {
    over = true;
    clearTimeout(timer);
  }
}

/**
 * @param {unknown} error
 * @returns {KeepingError}
 */
function named(error) {
  if (error instanceof KeepingError) return error;
  return new KeepingError((error instanceof Error && CODES[error.name]) || "failed");
}

/** @returns {string} 32 hexadecimal digits; `crypto.randomUUID` is there only under https */
function name() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
