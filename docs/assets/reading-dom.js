// @ts-check
/** What the other parts of the reading page share: its words, its paragraphs, and how elements are made. */

import { button, element } from "./dom.js";

export { button, element };

/** The paragraphs in their order; headings are paragraphs too. */
export const paragraphs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".para")]);

/**
 * A word of the interface, from the page; `{name}` in it is filled in.
 * @param {string} key as in strings.zh.toml
 * @param {Record<string, string | number>} [values]
 */
export function word(key, values = {}) {
  const text = document.getElementById("reading-words")?.getAttribute(`data-${key}`) ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * A modal dialog, added to the page and closed. The browser keeps the focus in it, gives it back,
 * and closes it on Escape; a click beside it closes it too.
 * @param {string} title
 * @param {...Node} content
 */
export function dialog(title, ...content) {
  const heading = element("h2", {}, title);
  const close = button(word("close"), () => made.close());
  const inner = element("div", { class: "yl-dialog__inner" }, heading, ...content, close);
  const made = element("dialog", { class: "yl-dialog md-typeset", "aria-label": title }, inner);
  made.addEventListener("click", (event) => {
    if (event.target === made) made.close();
  });
  document.body.append(made);
  return made;
}

const status = element("div", { class: "yl-status", role: "status" });
document.body.append(status);
let hiding = 0;

/**
 * Say something for a few seconds, to eyes and to screen readers.
 * @param {string} message
 */
export function say(message) {
  status.textContent = message;
  clearTimeout(hiding);
  hiding = setTimeout(() => status.replaceChildren(), 4000);
}
