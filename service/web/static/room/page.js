/** The page's elements, by their names. */

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(id);
  return found;
}

/** @param {string} id */
export const button = (id) => element(id, HTMLButtonElement);
/** @param {string} id */
export const input = (id) => element(id, HTMLInputElement);
/** @param {string} id */
export const select = (id) => element(id, HTMLSelectElement);
/** @param {string} id */
export const region = (id) => element(id, HTMLElement);

const SCREENS = ["writing", "wording", "checking", "settling", "listening", "stopped", "waiting", "ended"];

/**
 * Show one screen, and set the focus where it begins.
 * @param {string} name
 * @param {HTMLElement | null} focus
 */
export function show(name, focus = null) {
  for (const screen of SCREENS) region(screen).hidden = screen !== name;
  document.body.dataset.screen = name;
  region("controls").hidden = name !== "listening";
  window.scrollTo(0, 0);
  (focus ?? region(name).querySelector("h1"))?.focus({ preventScroll: true });
}

/** What the letter has above the foot at the least, in lines of its text, for the foot to be held in sight. */
const LINES = 9;

/** Hold the foot at the lower edge of the window, as long as there is room above it. */
export function holdFoot() {
  const foot = region("foot");
  const held = () => {
    const line = parseFloat(getComputedStyle(document.body).lineHeight) || 26;
    foot.classList.toggle("held", window.innerHeight - foot.offsetHeight >= LINES * line);
    // What gets the focus is scrolled clear of it.
    document.documentElement.style.scrollPaddingBottom = `${footHeight()}px`;
  };
  new ResizeObserver(held).observe(foot);
  window.addEventListener("resize", held);
}

/** How much of the window the foot takes, in pixels. */
export function footHeight() {
  const foot = region("foot");
  return foot.classList.contains("held") ? foot.offsetHeight : 0;
}

/**
 * Hand something over as a file.
 * @param {Blob} blob
 * @param {string} name
 */
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * Have a button open the device's own choice of a file.
 * @param {string} opener  Id of the button.
 * @param {string} chooser  Id of the input.
 * @param {(file: File) => void} chosen
 */
export function fileChosen(opener, chooser, chosen) {
  const files = input(chooser);
  button(opener).addEventListener("click", () => files.click());
  files.addEventListener("change", () => {
    const file = files.files?.[0];
    files.value = "";
    if (file) chosen(file);
  });
}
