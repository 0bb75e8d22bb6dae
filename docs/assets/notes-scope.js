// @ts-check
/** A part of the text chosen by keyboard: sentences with check boxes, one stop of the Tab key for all. */

import { button, element } from "./dom.js";
import { tell } from "./notes-words.js";
import { paragraphs } from "./reading-dom.js";
import { characters, within } from "./reading-text.js";

/** @typedef {import("./reading-text.js").Piece} Piece */
/** @typedef {{ paragraph: HTMLElement, start: number, end: number, text: string }} Sentence */

/** @param {HTMLElement} paragraph @returns {Sentence[]} */
function sentences(paragraph) {
  const text = characters(paragraph).join("");
  const own =
    "Segmenter" in Intl
      ? [...new Intl.Segmenter("zh", { granularity: "sentence" }).segment(text)].map(({ segment }) => segment)
      : [text];
  let end = 0;
  return own.map((text) => ({ paragraph, text, start: end, end: (end += [...text].length) }));
}

/** @typedef {{ box: HTMLInputElement, sentence: Sentence }} Row */

/** A row for each sentence of a paragraph. @param {HTMLElement} paragraph @returns {Row[]} */
const rowsOf = (paragraph) =>
  sentences(paragraph).map((sentence) => ({
    box: element("input", { type: "checkbox", checked: "", tabindex: "-1" }),
    sentence,
  }));

/**
 * A note is on one piece: what lies between two chosen sentences is chosen too, what is taken away goes with the shorter
 * end, and the last one stays.
 * @param {Row[]} rows
 * @param {number} n the one that was changed
 */
function mend(rows, n) {
  const chosen = rows.flatMap(({ box }, at) => (box.checked ? [at] : []));
  const [first, last] = chosen.length ? [chosen[0], chosen[chosen.length - 1]] : [n, n];
  const inside = !rows[n].box.checked && first < n && n < last;
  const [from, to] = !inside ? [first, last] : n - first < last - n ? [n + 1, last] : [first, n - 1];
  rows.forEach(({ box }, at) => (box.checked = at >= from && at <= to));
}

/** The arrows move, and Tab comes back to where they led. @param {Row[]} rows @param {KeyboardEvent} event */
function move(rows, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = rows[rows.findIndex(({ box }) => box === event.target) + step];
  if (!next) return;
  for (const { box } of rows) box.tabIndex = box === next.box ? 0 : -1;
  next.box.focus();
}

/** What is chosen. @param {Row[]} rows @returns {Piece} */
function chosenOf(rows) {
  const chosen = rows.filter(({ box }) => box.checked).map(({ sentence }) => sentence);
  const [first, last] = [chosen[0], chosen[chosen.length - 1]];
  return { first: first.paragraph, last: last.paragraph, start: first.start, end: last.end };
}

/**
 * A choice among the sentences of some paragraphs, and of those that follow.
 * @param {Piece} piece whole paragraphs, all chosen at first
 * @returns {{ element: HTMLElement, piece: () => Piece }}
 */
export function scopeOf(piece) {
  /** @type {Row[]} */
  const rows = [];
  const list = element("div", { role: "group", "aria-label": tell("sentences") });
  const add = (/** @type {HTMLElement} */ paragraph) => {
    const own = rowsOf(paragraph);
    rows.push(...own);
    list.append(...own.map(({ box, sentence }) => element("label", {}, box, element("bdi", {}, sentence.text))));
  };
  within(piece).forEach(add);
  rows[0].box.tabIndex = 0;
  const more = button(tell("sentences-more"), () => {
    const following = paragraphs[paragraphs.indexOf(rows[rows.length - 1].sentence.paragraph) + 1];
    if (following) add(following);
    mend(rows, rows.length - 1);
  });
  list.addEventListener("change", ({ target }) =>
    mend(
      rows,
      rows.findIndex(({ box }) => box === target),
    ),
  );
  list.addEventListener("keydown", (event) => move(rows, event));
  const help = element("p", {}, tell("sentences-help"));
  const made = element("fieldset", { class: "yl-scope" }, element("legend", {}, tell("sentences")), help, list, more);
  return { element: made, piece: () => chosenOf(rows) };
}
