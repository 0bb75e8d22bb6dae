// @ts-check
/** What can be done with a piece of the text: offered for what is selected, and beside a paragraph's number. */

import { button, element, paragraphs } from "./reading-dom.js";
import { named, ranges, selected } from "./reading-text.js";

/** @typedef {import("./reading-text.js").Piece} Piece */

/** The list: a module adds its own. @type {{ label: string, act: (piece: Piece) => void }[]} */
export const offers = [];

const SETTLED = 200; // ms: under a finger, nothing else tells that the selection is done
const HEADER = 60; // px at the window's top that are not the text's

/** @type {HTMLElement | null} */
let bar = null;
let selecting = false; // whether the bar is a selection's, and goes with it
let known = ""; // what was selected last

/**
 * Show the offers. They come after a paragraph in the order of the keyboard.
 * @param {Piece} piece
 * @param {HTMLElement} home that paragraph
 * @param {DOMRect[]} [lines] what must not be covered; the piece itself
 */
export function offer(piece, home, lines = ranges(piece).flatMap((range) => [...range.getClientRects()])) {
  close();
  const buttons = offers.map(({ label, act }) =>
    button(label, () => {
      close();
      act(piece);
    }),
  );
  bar = element("div", { class: "yl-bar", role: "group", "aria-label": named(piece) }, named(piece), ...buttons);
  home.after(bar);
  place(bar, lines);
}

/** Under the lines; above them if there is only room there. @param {HTMLElement} bar @param {DOMRect[]} lines */
function place(bar, lines) {
  const [top, bottom] = [Math.min(...lines.map((line) => line.top)), Math.max(...lines.map((line) => line.bottom))];
  const gap = matchMedia("(pointer: coarse)").matches ? 32 : 8; // px; a finger's selection has handles
  const page = (bar.offsetParent ?? document.body).getBoundingClientRect();
  const height = bar.offsetHeight + gap;
  const above = bottom + height > innerHeight && top - height > HEADER;
  const left = Math.min(lines[lines.length - 1].left - page.left, page.width - bar.offsetWidth);
  bar.style.top = `${(above ? top - height : bottom + gap) - page.top}px`;
  bar.style.left = `${Math.max(0, left)}px`;
}

/** The focus, if it was in the bar, goes to the paragraph. */
function close() {
  const home = bar?.previousElementSibling;
  if (bar?.contains(document.activeElement) && home instanceof HTMLElement) {
    home.tabIndex = -1;
    home.focus({ preventScroll: true });
  }
  bar?.remove();
  bar = null;
  selecting = false;
}

/** What is selected, offered once, where the keyboard will come to it first: marks set in the text touch the selection too. */
function offerSelected() {
  const piece = selected();
  const chosen = piece ? named(piece) : "";
  if (chosen === known) return;
  known = chosen;
  const begun = getSelection()?.anchorNode ?? null;
  if (piece) offer(piece, paragraphs.find((paragraph) => paragraph.contains(begun)) ?? piece.first);
  else if (selecting) close();
  selecting = piece !== null;
}

export function addOffers() {
  let [pressed, changed, waiting] = [false, false, 0];
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (pressed || !changed) return;
      changed = false;
      offerSelected();
    }, SETTLED);
  };
  document.addEventListener("selectionchange", () => {
    changed = true;
    later();
  });
  document.addEventListener("pointerdown", (event) => {
    pressed = true;
    if (!(event.target instanceof Node) || bar?.contains(event.target)) return;
    close();
    known = ""; // the same words may be selected again
  });
  for (const up of ["pointerup", "pointercancel"])
    document.addEventListener(up, () => {
      pressed = false;
      later();
    });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") close();
  });
}
