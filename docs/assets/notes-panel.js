// @ts-check
/** A page's notes: beside their paragraphs, in a list to go on from, and on paper. */

import { button, element, put } from "./dom.js";
import { card, tell } from "./notes-dom.js";
import { acts, go, inOrder, notes, placeName, places, shows, write } from "./notes-layer.js";
import { exportNotes, remind } from "./notes-out.js";
import { follow } from "./notes-store.js";
import { paragraphs } from "./reading-dom.js";
import { position } from "./reading-text.js";

export { highlight, load, write } from "./notes-layer.js";

/**
 * @typedef {import("./notes-store.js").Note} Note
 * @typedef {import("./reading-text.js").Piece} Piece
 */

await follow().catch(() => {}); // a browser that keeps nothing has nothing to take along

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
function showBeside() {
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
function openBeside({ target, clientX, clientY }) {
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
document.querySelector("article")?.addEventListener("click", openBeside);
shows.push(showBeside);

const title = element("h2", { id: "yl-notes-title" });
const risk = element("p", { class: "yl-note__state" });
const list = element("ul", { class: "yl-note-list" });
const panel = element("section", {
  class: "yl-notes-panel md-typeset",
  role: "dialog",
  "aria-labelledby": title.id,
  tabindex: "-1",
});
panel.append(
  title,
  element(
    "p",
    { class: "yl-note__acts" },
    button(tell("on-whole"), () => write(null)),
    button(tell("export-page"), () => exportNotes([...notes.values()])),
    element("a", { class: "yl-button", href: new URL("../notes/index.html", import.meta.url).href }, tell("my-notes")),
    button(tell("close"), close),
  ),
  risk,
  list,
);
panel.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") close();
});
/** What had the focus before. @type {Element | null} */
let opener = null;

function close() {
  panel.remove();
  if (opener instanceof HTMLElement) opener.focus();
}

/** Those on the whole text, those in it, those that lost their words. */
function sorted() {
  const placed = inOrder().map(({ note }) => note);
  const others = [...notes.values()].filter((note) => !places.has(note.id));
  const [whole, lost] = [
    others.filter(({ selectors }) => !selectors.length),
    others.filter(({ selectors }) => selectors.length),
  ];
  return [...whole, ...placed, ...lost];
}

/** @param {Note} note */
function row(note) {
  const piece = places.get(note.id);
  return card(note, element("b", {}, placeName(note)), piece ? { go: () => go(piece), ...acts } : acts);
}

async function render() {
  const opener = document.querySelector(".yl-notes-open");
  if (opener) opener.textContent = tell("open", { n: notes.size });
  if (!panel.isConnected) return;
  title.textContent = tell("on-page", { n: notes.size });
  put(list, ...sorted().map(row));
  risk.textContent = await remind([...notes.values()]);
}
shows.push(() => void render());

export function openPanel() {
  if (panel.isConnected) return close();
  opener = document.activeElement;
  document.body.append(panel);
  void render();
  panel.focus();
}

/** On paper the notes stand numbered after the text. */
const printed = element(
  "section",
  { class: "yl-notes-printed", "aria-hidden": "true" },
  element("h2", {}, tell("my-notes")),
  element("ol"),
);
addEventListener("beforeprint", () => {
  const placed = inOrder().map(({ note }) => note);
  const rest = sorted().filter((note) => !placed.includes(note));
  put(printed.children[1], ...[...placed, ...rest].map((note) => card(note, element("b", {}, placeName(note)), {})));
  if (notes.size) document.querySelector("h2.section")?.before(printed);
  else printed.remove();
});
