// @ts-check
/**
 * Repeated passages: a marked span tells where its words also stand, and with which wording, while pointer or finger
 * are on it, and so does a link in the margin while it has the focus. Spans and what the margin says of them light up together.
 */

import { element } from "./reading-dom.js";

const REST = 200; // ms that the pointer rests before something is shown, or may be away before it goes

/** What is shown. @type {HTMLElement | null} */
let shown = null;
let waiting = 0;

/** The margin's notes on a span. @param {Element} span */
function notesOf(span) {
  const list = span.closest(".beside")?.querySelector(".also") ?? span.closest(".heading")?.nextElementSibling;
  const ids = (span.getAttribute("data-again") ?? "").split(" ");
  return ids.flatMap((id) => list?.querySelector(`:scope > ul > [data-again="${id}"]`) ?? []);
}

/** The spans that a note in the margin is about. @param {Element} note */
function spansOf(note) {
  const list = note.closest(".also");
  const paragraph = list?.closest(".beside") ?? list?.previousElementSibling;
  return [...(paragraph?.querySelectorAll(`.again[data-again~="${note.getAttribute("data-again")}"]`) ?? [])];
}

/** @param {Element[]} notes */
function light(notes) {
  for (const one of [...notes, ...notes.flatMap(spansOf)]) one.classList.add("yl-lit");
}

function dim() {
  for (const one of document.querySelectorAll(".yl-lit")) one.classList.remove("yl-lit");
}

function hide() {
  clearTimeout(waiting);
  dim();
  shown?.remove();
  shown = null;
}

/** @param {() => void} act */
function soon(act) {
  clearTimeout(waiting);
  waiting = setTimeout(act, REST);
}

/** A note opened, its places by their titles. @param {Element} note */
function opened(note) {
  const copy = /** @type {HTMLElement} */ (note.cloneNode(true));
  for (const details of copy.querySelectorAll("details")) details.replaceWith(...details.querySelectorAll("dl"));
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (copy.querySelectorAll("a[title]")))
    link.after(` ${link.title}`);
  return copy;
}

/**
 * Show notes under a line of the page. From the keyboard it is only to be looked at: the links have the focus already.
 * @param {Element[]} notes
 * @param {Element} home what they are shown behind
 * @param {DOMRect} line
 * @param {boolean} inert
 */
function show(notes, home, line, inert) {
  hide();
  if (!notes.length) return;
  light(notes);
  shown = element("div", { class: "yl-also md-typeset" }, element("ul", {}, ...notes.map(opened)));
  shown.inert = inert;
  home.after(shown);
  const page = (shown.offsetParent ?? document.body).getBoundingClientRect();
  const left = Math.max(0, Math.min(line.left - page.left, page.width - shown.offsetWidth));
  shown.style.left = `${left}px`;
  shown.style.top = `${line.bottom + 4 - page.top}px`;
}

/** The line of a span that a point is on. @param {Element} span @param {number} y */
function lineAt(span, y) {
  const lines = [...span.getClientRects()];
  return lines.find(({ top, bottom }) => top <= y && y <= bottom) ?? lines[lines.length - 1];
}

/** @param {MouseEvent} event */
function showSpan({ target, clientY }) {
  const span = target instanceof Element ? target.closest(".again") : null;
  const paragraph = span?.closest(".para");
  if (span && paragraph) show(notesOf(span), paragraph, lineAt(span, clientY), false);
}

/** @param {PointerEvent} event */
function point(event) {
  const target = /** @type {Element} */ (event.target);
  if (event.pointerType === "touch" || target.closest(".yl-also")) clearTimeout(waiting);
  else if (target.closest(".again")) soon(() => showSpan(event));
  else if (shown && !shown.inert) soon(hide);
}

/** @param {FocusEvent} event */
function focus({ target }) {
  const link = target instanceof Element ? target.closest(".also li a, .also li summary") : null;
  const note = link?.closest("[data-again]");
  const paragraph = note && spansOf(note)[0]?.closest(".para");
  if (link && paragraph) show([note], paragraph, link.getBoundingClientRect(), true);
  else if (shown?.inert) hide();
}

/** @param {HTMLElement} article */
export function addAgain(article) {
  if (!article.querySelector(".also")) return;
  const off = () => document.documentElement.getAttribute("data-yl-again") === "off";
  article.addEventListener("pointerover", (event) => off() || point(event));
  article.addEventListener("focusin", (event) => off() || focus(event));
  article.addEventListener("focusout", () => shown?.inert && hide());
  document.addEventListener("click", (event) => {
    const inside = event.target instanceof Node && shown?.contains(event.target);
    if (inside || off()) return;
    if (shown && !shown.inert) hide();
    if (getSelection()?.isCollapsed) showSpan(event);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
}
