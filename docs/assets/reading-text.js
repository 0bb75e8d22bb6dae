// @ts-check
/**
 * Places in the text, counted as the build counts them: in characters (code points) of a paragraph's
 * own text. What else a script puts into a paragraph has the class `yl-aside`.
 */

import { element, paragraphs, word } from "./reading-dom.js";

/**
 * From before character `start` of its first paragraph to before character `end` of its last.
 * @typedef {{ first: HTMLElement, last: HTMLElement, start: number, end: number }} Piece
 */

const ADDED = ".pn, .yl-aside, button, rt, rp";

/** The text nodes that hold a paragraph's own text. @param {Node} paragraph */
function nodes(paragraph) {
  const { FILTER_ACCEPT, FILTER_REJECT, FILTER_SKIP, SHOW_ELEMENT, SHOW_TEXT } = NodeFilter;
  const walker = document.createTreeWalker(paragraph, SHOW_ELEMENT | SHOW_TEXT, (node) => {
    if (node instanceof Text) return FILTER_ACCEPT;
    return /** @type {Element} */ (node).matches(ADDED) ? FILTER_REJECT : FILTER_SKIP;
  });
  const found = [];
  while (walker.nextNode()) found.push(/** @type {Text} */ (walker.currentNode));
  return found;
}

/** A paragraph's own text, character by character. @param {HTMLElement} paragraph */
export const characters = (paragraph) => nodes(paragraph).flatMap((node) => [...node.data]);

/**
 * How many characters of a paragraph stand before a point of the page.
 * @param {HTMLElement} paragraph
 * @param {Node} container
 * @param {number} offset as ranges count
 */
export function position(paragraph, container, offset) {
  const point = new Range();
  point.setStart(container, offset);
  let before = 0;
  for (const node of nodes(paragraph)) {
    if (node === container) return before + [...node.data.slice(0, offset)].length;
    if (point.comparePoint(node, 0) > 0) break;
    before += [...node.data].length;
  }
  return before;
}

/** @param {HTMLElement} paragraph @returns {Piece} */
export const whole = (paragraph) => ({
  first: paragraph,
  last: paragraph,
  start: 0,
  end: characters(paragraph).length,
});

/** Whether whole paragraphs are meant. @param {Piece} piece */
export const isWhole = ({ last, start, end }) => start === 0 && end === characters(last).length;

/** The paragraphs of a piece. @param {Piece} piece */
export const within = ({ first, last }) =>
  paragraphs.slice(paragraphs.indexOf(first), paragraphs.indexOf(last) + 1);

/** What is selected of the text. @returns {Piece | null} */
export function selected() {
  const selection = getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const parts = paragraphs
    .filter((paragraph) => range.intersectsNode(paragraph))
    .map((paragraph) => ({
      paragraph,
      start: position(paragraph, range.startContainer, range.startOffset),
      end: position(paragraph, range.endContainer, range.endOffset),
    }))
    .filter(({ start, end }) => start < end);
  const [first, last] = [parts[0], parts[parts.length - 1]];
  return first ? { first: first.paragraph, last: last.paragraph, start: first.start, end: last.end } : null;
}

/** A piece as ranges, one in each text node, so that nothing added is in them. @param {Piece} piece */
export function ranges(piece) {
  return within(piece).flatMap((paragraph) => {
    let left = paragraph === piece.first ? piece.start : 0; // to pass over
    let more = (paragraph === piece.last ? piece.end : Infinity) - left;
    return nodes(paragraph).flatMap((node) => {
      const all = [...node.data];
      const [skipped, taken] = [all.slice(0, left), all.slice(left, left + more)];
      left -= skipped.length;
      more -= taken.length;
      if (!taken.length) return [];
      const range = new Range();
      range.setStart(node, skipped.join("").length);
      range.setEnd(node, range.startOffset + taken.join("").length);
      return [range];
    });
  });
}

/** "¶12", "¶12–15", "¶12 第 6–19 字". @param {Piece} piece */
export function named(piece) {
  const [n, to] = [piece.first, piece.last].map(({ id }) => id.slice(1));
  const paragraph = n === to ? `¶${n}` : `¶${n}–${to}`;
  if (isWhole(piece)) return paragraph;
  return word(n === to ? "characters" : "characters-to", { paragraph, first: piece.start + 1, last: piece.end });
}

const MARK = "yl-span";

/** Mark a piece and nothing else; nothing at all with null. @param {Piece | null} piece */
export function mark(piece) {
  for (const old of document.querySelectorAll(`mark.${MARK}`)) {
    const parent = old.parentNode;
    old.replaceWith(...old.childNodes);
    parent?.normalize();
  }
  for (const old of document.querySelectorAll(".yl-whole, .yl-part")) old.classList.remove("yl-whole", "yl-part");
  CSS.highlights?.delete(MARK);
  if (!piece) return;
  const all = isWhole(piece);
  for (const paragraph of within(piece)) paragraph.classList.add(all ? "yl-whole" : "yl-part");
  if (all) return;
  if (CSS.highlights) CSS.highlights.set(MARK, new Highlight(...ranges(piece)));
  else for (const range of ranges(piece)) range.surroundContents(element("mark", { class: MARK }));
}
