/**
 * Lets the page open where there is no network. It keeps the page itself and its files, and nothing else: no letter, no
 * sound, no answer of the service. What is not in the list below goes past it as if it were not there.
 */

/** What the page loads, relative to the page; "./" is the page. A test holds it to the folder. */
const FILES = [
  "./",
  "room/awake.js",
  "room/checks.js",
  "room/desk.js",
  "room/document.js",
  "room/icon-192.png",
  "room/icon-512.png",
  "room/icon-maskable-512.png",
  "room/icon.svg",
  "room/keeping.js",
  "room/known.js",
  "room/letterfile.js",
  "room/libraries/idb.js",
  "room/likely.js",
  "room/listening.js",
  "room/manifest.webmanifest",
  "room/pace.js",
  "room/pacefile.js",
  "room/page.js",
  "room/player/clock.js",
  "room/player/decoded.js",
  "room/player/offsets.js",
  "room/player/player.js",
  "room/player/score.js",
  "room/player/sheet.js",
  "room/player/tone.js",
  "room/reading.js",
  "room/recording.js",
  "room/room.css",
  "room/room.js",
  "room/service.js",
  "room/settling.js",
  "room/shelf.js",
  "room/taught.js",
  "room/teaching.js",
  "room/wording.js",
  "room/words.js",
];
/** Counted up when what is kept changes its shape; the caches of earlier numbers are removed. */
const VERSION = 2;
/** How long the network may take where the file is here already, in milliseconds. */
const PATIENCE = 4000;

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const HOME = new URL("./", worker.location.href);
const ADDRESSES = new Set(FILES.map((file) => new URL(file, HOME).href));
/** Several Readbacks may live at one host, each under a path of its own. */
const OURS = `readback ${HOME.pathname} `;
const CACHE = `${OURS}${VERSION}`;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const address = addressOf(event.request);
  if (address) event.respondWith(answer(event, address));
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...ADDRESSES].map((address) => new Request(address, { cache: "no-cache" })));
  await worker.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/**
 * @param {Request} request
 * @returns {string} the address under which its answer is kept, or "" where it is none of ours
 */
function addressOf(request) {
  if (request.method !== "GET") return "";
  const { origin, pathname } = new URL(request.url);
  const address = origin + pathname;
  return ADDRESSES.has(address) ? address : "";
}

/**
 * What the network says; what is kept, where it says nothing.
 * @param {FetchEvent} event
 * @param {string} address
 * @returns {Promise<Response>}
 */
async function answer(event, address) {
  const cache = await caches.open(CACHE);
  const here = await cache.match(address);
  const fresh = fetch(event.request).then((response) => {
    if (response.ok && response.type === "basic" && !response.redirected) {
      event.waitUntil(cache.put(address, response.clone()).catch(() => {})); // it was full; the answer is good all the same
    }
    return response;
  });
  if (!here) return fresh;
  event.waitUntil(fresh.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, here));
  return Promise.race([fresh, late]).catch(() => here);
}
