// @ts-check
/** Notes beside their paragraphs: how many there are, and the notes themselves once that is opened. */

import { element } from "./dom.js";
import { card } from "./notes-card.js";
import { acts, inOrder, placeName, shows } from "./notes-layer.js";
import { tell } from "./notes-words.js";
import { paragraphs } from "./reading-dom.js";
import { position } from "./reading-text.js";
import { put } from "./search-dom.js";

/** @typedef {import("./reading-text.js").Piece} Piece */

/** What stands beside each paragraph. @type {Map<HTMLElement, HTMLDetailsElement>} */
const margins = new Map();

/** At a paragraph's end, where the margin has room beside the last line; a heading's name would have it too. @param {HTMLElement} paragraph */
function newMargin(paragraph) {
  const list = element("ul");
  const made = element("details", { class: "yl-notes yl-aside" }, element("summary"), list);
  made.addEventListener("toggle", () => fill(paragraph));
  margins.set(paragraph, made);
  if (paragraph.matches(".heading")) paragraph.after(made);
  else paragraph.append(made);
  return made;
}

/** The list is made when it is opened. @param {HTMLElement} paragraph */
function fill(paragraph) {
  const details = margins.get(paragraph);
  const own = details?.open ? inOrder().filter(({ piece }) => piece.first === paragraph) : [];
  if (details)
    put(details.children[1], ...own.map(({ note }) => card(note, element("span", {}, placeName(note)), acts)));
}

/** Tell beside each paragraph how many notes it has. */
function show() {
  /** @type {Map<HTMLElement, number[]>} */
  const numbers = new Map();
  inOrder().forEach(({ piece }, n) => numbers.set(piece.first, [...(numbers.get(piece.first) ?? []), n + 1]));
  for (const [paragraph, details] of margins) {
    if (numbers.has(paragraph)) continue;
    details.remove();
    margins.delete(paragraph);
  }
  for (const [paragraph, own] of numbers) {
    const details = margins.get(paragraph) ?? newMargin(paragraph);
    details.children[0].textContent = tell("margin", { n: own.length });
    details.dataset.printed = tell("printed", { n: own.join("、") });
    fill(paragraph);
  }
}

/** A click on a note's words opens what stands beside their paragraph. @param {MouseEvent} event */
function open({ target, clientX, clientY }) {
  const paragraph =
    target instanceof Element && !target.closest("a, button, .yl-notes") ? target.closest(".para") : null;
  if (!(paragraph instanceof HTMLElement) || !getSelection()?.isCollapsed) return;
  const caret = document.caretPositionFromPoint?.(clientX, clientY);
  const range = caret ? null : document.caretRangeFromPoint?.(clientX, clientY);
  const [node, offset] = caret ? [caret.offsetNode, caret.offset] : [range?.startContainer, range?.startOffset ?? 0];
  if (!node) return;
  const at = [paragraphs.indexOf(paragraph), position(paragraph, node, offset)];
  const under = inOrder().find(({ piece }) => covers(piece, at));
  const details = under && margins.get(under.piece.first);
  if (!details) return;
  details.open = true;
  /** @type {HTMLElement} */ (details.children[0]).focus();
}

/** @param {Piece} piece @param {number[]} at a paragraph's place and a character's */
function covers(piece, [paragraph, character]) {
  const [from, to] = [paragraphs.indexOf(piece.first), paragraphs.indexOf(piece.last)];
  return (
    from <= paragraph &&
    paragraph <= to &&
    (paragraph > from || piece.start <= character) &&
    (paragraph < to || character <= piece.end)
  );
}
document.querySelector("article")?.addEventListener("click", open);
shows.push(show);
