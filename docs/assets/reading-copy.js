// @ts-check
/** Copying: the link to a paragraph or to the page, and text without numbers and controls. */

import { button, element, say, word } from "./reading-dom.js";

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
 * Put text on the clipboard. Without https, browsers have only the old way.
 * @param {string} text
 * @returns {Promise<boolean>} whether it worked
 */
async function toClipboard(text) {
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

/** @param {string} [anchor] */
export async function copyLink(anchor) {
  const link = address(anchor);
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
function offer(event) {
  const number = numberOf(event.target);
  if (!number || number.nextElementSibling?.matches(".copy")) return;
  const anchor = number.hash.slice(1);
  const label = word("copy-paragraph", { n: anchor.slice(1) });
  number.after(button(label, () => void copyLink(anchor), { class: "copy", content: "" }));
}

/** A click on the number goes there, as without scripts, and copies the link. @param {MouseEvent} event */
function follow(event) {
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const number = event.target instanceof Element ? event.target.closest(".pn") : null;
  if (plain && number instanceof HTMLAnchorElement) void copyLink(number.hash.slice(1));
}

/** What is copied carries no numbers or controls, as formatted text either. @param {ClipboardEvent} event */
function clean(event) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount || !event.clipboardData) return;
  const copied = element("div", {}, selection.getRangeAt(0).cloneContents());
  const extras = copied.querySelectorAll(".pn, .copy, .heading-number, .tools, .colophon, #reading-words");
  if (!extras.length) return;
  for (const extra of extras) extra.remove();
  event.clipboardData.setData("text/html", copied.innerHTML);
  event.clipboardData.setData("text/plain", selection.toString());
  event.preventDefault();
}

/** @param {HTMLElement} article */
export function addCopying(article) {
  article.addEventListener("pointerover", offer);
  article.addEventListener("focusin", offer);
  article.addEventListener("click", follow);
  article.addEventListener("copy", clean);
}
