// @ts-check
/** A part of the text chosen by keyboard: sentences with check boxes, one stop of the Tab key for all. */

import { button, element } from "./dom.js";
import { tell } from "./notes-words.js";
import { paragraphs } from "./reading-dom.js";
import { characters } from "./reading-text.js";

/** @typedef {import("./reading-text.js").Piece} Piece */
/** @typedef {{ paragraph: HTMLElement, start: number, end: number, text: string }} Sentence */

/** @param {HTMLElement} paragraph @returns {Sentence[]} */
function sentences(paragraph) {
  const text = characters(paragraph).join("");
  const own = "Segmenter" in Intl ? [...new Intl.Segmenter("zh", { granularity: "sentence" }).segment(text)].map(({ segment }) => segment) : [text];
  let end = 0;
  return own.map((text) => ({ paragraph, text, start: end, end: (end += [...text].length) }));
}

/**
 * A choice among the sentences of some paragraphs, and of those that follow.
 * @param {Piece} piece whole paragraphs, all chosen at first
 * @returns {{ element: HTMLElement, piece: () => Piece }}
 */
export function scopeOf(piece) {
  /** @type {{ box: HTMLInputElement, sentence: Sentence }[]} */
  const rows = [];
  const list = element("div", { role: "group", "aria-label": tell("sentences") });
  const made = element("fieldset", { class: "yl-scope" }, element("legend", {}, tell("sentences")), element("p", {}, tell("sentences-help")), list);

  const add = (/** @type {HTMLElement} */ paragraph) => {
    for (const sentence of sentences(paragraph)) {
      const box = element("input", { type: "checkbox", checked: "", tabindex: rows.length ? "-1" : "0" });
      list.append(element("label", {}, box, element("bdi", {}, sentence.text)));
      rows.push({ box, sentence });
    }
  };

  /** What lies between two chosen sentences is chosen too; without one, nothing could be saved. @param {HTMLInputElement} changed */
  const close = (changed) => {
    const n = rows.findIndex(({ box }) => box === changed);
    const chosen = rows.flatMap(({ box }, at) => (box.checked ? [at] : []));
    const [first, last] = [chosen[0] ?? n, chosen[chosen.length - 1] ?? n];
    const before = !changed.checked && n - first < last - n; // what is taken away goes with the shorter end
    const [from, to] = changed.checked || n < first || n > last ? [first, last] : before ? [n + 1, last] : [first, n - 1];
    rows.forEach(({ box }, at) => (box.checked = at >= from && at <= to));
  };
  list.addEventListener("change", ({ target }) => close(/** @type {HTMLInputElement} */ (target)));

  /** The arrows move. @param {KeyboardEvent} event */
  const move = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = rows[rows.findIndex(({ box }) => box === event.target) + (step ?? NaN)];
    if (!step) return;
    event.preventDefault();
    if (!next) return;
    for (const { box } of rows) box.tabIndex = box === next.box ? 0 : -1;
    next.box.focus();
  };
  list.addEventListener("keydown", move);

  const more = button(tell("sentences-more"), () => {
    const following = paragraphs[paragraphs.indexOf(rows[rows.length - 1].sentence.paragraph) + 1];
    if (following) add(following);
    close(rows[rows.length - 1].box);
  });
  made.append(more);
  for (const paragraph of paragraphs.slice(paragraphs.indexOf(piece.first), paragraphs.indexOf(piece.last) + 1)) add(paragraph);
  return {
    element: made,
    piece: () => {
      const chosen = rows.filter(({ box }) => box.checked).map(({ sentence }) => sentence);
      const [first, last] = [chosen[0], chosen[chosen.length - 1]];
      return { first: first.paragraph, last: last.paragraph, start: first.start, end: last.end };
    },
  };
}
