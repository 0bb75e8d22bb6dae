// @ts-check
/** Copying: the link to the page, a paragraph or a piece of the text, and text without numbers and controls. */

import { folded } from "./fold.js";
import { button, element, say, word } from "./reading-dom.js";
import { offer, offers } from "./reading-offers.js";
import { characters, isWhole, whole } from "./reading-text.js";

/** @typedef {import("./reading-text.js").Piece} Piece */

const CHECKED = 8; // folded characters of `?check=`

/**
 * The address to publish. A host serves the folder; from a stick only the file itself opens.
 * @param {string} [anchor] "p12"
 * @param {Pick<Location, "href" | "protocol">} [place]
 */
export function address(anchor, place = location) {
  const page = place.href.replace(/[?#][^]*$/, "");
  const served = place.protocol === "file:" ? page : page.replace(/\/index\.html$/, "/");
  return anchor ? `${served}#${anchor}` : served;
}

/**
 * The link to a piece, with the words it begins with, so that a later change can be told.
 * What is not ASCII is encoded: many programs end a link at the first Han character.
 * @param {Piece} piece
 */
export function linkTo(piece) {
  const { first, last, start, end } = piece;
  const own = characters(first).slice(start, first === last ? end : undefined);
  const asks = {
    to: first === last ? "" : last.id,
    span: isWhole(piece) ? "" : `${start}-${end}`,
    check: [...folded(own).text].slice(0, CHECKED).join(""),
  };
  const query = Object.entries(asks).filter(([, value]) => value);
  return `${address()}?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}#${first.id}`;
}

/**
 * Put text on the clipboard. Without https, browsers have only the old way.
 * @param {string} text
 * @returns {Promise<boolean>} whether it worked
 */
export async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return theOldWay(text);
  }
}

/** @param {string} text */
function theOldWay(text) {
  const active = document.activeElement;
  const field = element("textarea", { readonly: "", class: "yl-offscreen" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (active instanceof HTMLElement) active.focus({ preventScroll: true });
  return done;
}

/** @param {string} [link] */
export async function copyLink(link = address()) {
  const done = await toClipboard(link);
  say(word(done ? "copied" : "copy-failed", { address: link }));
}

/**
 * The paragraph number that belongs to what the pointer or the focus is on.
 * @param {EventTarget | null} target
 * @returns {HTMLAnchorElement | null}
 */
function numberOf(target) {
  if (!(target instanceof Element)) return null;
  const home = target.closest(".para, .heading-number");
  return (
    home?.querySelector(".pn") ??
    (home?.matches(".heading") ? home.previousElementSibling?.querySelector(".pn") : null) ??
    null
  );
}

/** A copy button beside the number of the paragraph, once somebody comes near it. @param {Event} event */
function addButton(event) {
  const number = numberOf(event.target);
  if (!number || number.nextElementSibling?.matches(".copy")) return;
  const label = word("copy-paragraph", { n: number.hash.slice(2) });
  number.after(button(label, () => copyParagraph(number), { class: "copy", content: "" }));
}

/** The link is copied, and what else can be had is offered. @param {HTMLAnchorElement} number */
function copyParagraph(number) {
  const paragraph = document.getElementById(number.hash.slice(1));
  void copyLink(address(number.hash.slice(1)));
  if (paragraph) offer(whole(paragraph), paragraph, [number.getBoundingClientRect()]);
}

/** A click on the number goes there, as without scripts, and copies the link. @param {MouseEvent} event */
function follow(event) {
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const number = event.target instanceof Element ? event.target.closest(".pn") : null;
  if (plain && number instanceof HTMLAnchorElement) copyParagraph(number);
}

const EXTRAS =
  ".pn, .copy, .alias, .heading-number, .counterpart, .also, .strip, .noted, .note-ref, .gone, .tools, .colophon, .yl-notice, .yl-also, .yl-bar, .yl-hits, .yl-notes, #reading-words";

/** What is copied carries no numbers or controls, as formatted text either. @param {ClipboardEvent} event */
function clean(event) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount || !event.clipboardData) return;
  const copied = element("div", {}, selection.getRangeAt(0).cloneContents());
  const extras = copied.querySelectorAll(EXTRAS);
  const marks = copied.querySelectorAll("mark[class^=yl-], mark.note, .again");
  if (!extras.length && !marks.length) return;
  for (const extra of extras) extra.remove();
  for (const mark of marks) mark.replaceWith(...mark.childNodes);
  event.clipboardData.setData("text/html", copied.innerHTML);
  // Where a notice stood between two paragraphs, the browser leaves its empty lines.
  event.clipboardData.setData("text/plain", selection.toString().replace(/\n{3,}/g, "\n\n"));
  event.preventDefault();
}

/** @param {HTMLElement} article */
export function addCopying(article) {
  article.addEventListener("pointerover", addButton);
  article.addEventListener("focusin", addButton);
  article.addEventListener("click", follow);
  article.addEventListener("copy", clean);
  offers.push({ label: word("copy-checked"), act: (piece) => void copyLink(linkTo(piece)) });
}
