// @ts-check
/** The keyboard: next and previous paragraph and speech, and the list of these keys. */

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

/** @returns {HTMLDialogElement} */
function helpDialog() {
  const rows = [
    ["j", "key-j"],
    ["k", "key-k"],
    ["n", "key-n"],
    ["p", "key-p"],
    ["?", "key-help"],
    ["Esc", "key-escape"],
  ];
  const list = rows.map(([key, text]) =>
    element("div", {}, element("dt", {}, element("kbd", {}, key)), element("dd", {}, word(text))),
  );
  return dialog(word("help"), element("dl", { class: "yl-keys" }, ...list));
}

/** @returns {() => void} opens the list of keys */
export function addKeys() {
  const help = helpDialog();
  const show = () => help.showModal();
  /** @type {Record<string, () => void>} */
  const actions = {
    j: () => move(1),
    k: () => move(-1),
    n: () => open("later"),
    p: () => open("earlier"),
    "?": show,
    "？": show,
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (takesText(event.target) || document.querySelector("dialog[open]")) return;
    if (!Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  });
  return show;
}
