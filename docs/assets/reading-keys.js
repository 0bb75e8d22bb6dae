// @ts-check
/** The keyboard: next and previous paragraph and speech, what other modules add, and the list of these keys. */

import { dialog, element, word } from "./reading-dom.js";
import { move } from "./reading-place.js";

/** Input elements that take no letters. */
const NO_FIELD = ["radio", "checkbox", "button", "submit", "reset"];

/** @param {EventTarget | null} target */
function takesText(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !NO_FIELD.includes(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}

/** @param {"earlier" | "later"} which */
function open(which) {
  /** @type {HTMLAnchorElement | null} */ (document.querySelector(`.neighbours .${which}`))?.click();
}

/** What a Chinese keyboard may send instead. */
const FULL = new Map([
  ["？", "?"],
  ["，", ","],
  ["。", "."],
]);

/**
 * Each key with what it does, as a key of the page's words and as a function. A module may add its own.
 * @type {Map<string, [string, () => void]>}
 */
export const keys = new Map([
  ["j", ["key-j", () => move(1)]],
  ["k", ["key-k", () => move(-1)]],
  ["n", ["key-n", () => open("later")]],
  ["p", ["key-p", () => open("earlier")]],
]);

/** A row of the list of keys. @param {string} key @param {string} text */
const row = (key, text) =>
  element("div", {}, element("dt", {}, element("kbd", {}, key)), element("dd", {}, word(text)));

/** @returns {() => void} opens the list of keys */
export function addKeys() {
  const list = element("dl", { class: "yl-keys" });
  const help = dialog(word("help"), list);
  const show = () => {
    const rows = [...keys].map(([key, [text]]) => row(key, text));
    list.replaceChildren(...rows, row("Esc", "key-escape"));
    help.showModal();
  };
  keys.set("?", ["key-help", show]);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (takesText(event.target) || document.querySelector("dialog[open]")) return;
    const [, act] = keys.get(FULL.get(event.key) ?? event.key) ?? [];
    if (!act) return;
    event.preventDefault();
    act();
  });
  return show;
}
