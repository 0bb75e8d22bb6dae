// @ts-check
/**
 * Places in the text, counted as the build counts them: in characters (code points) of a paragraph's
 * own text. What else a script puts into a paragraph has the class `yl-aside`.
 */

import { element, paragraphs, word } from "./reading-dom.js";

/**
 * From before character `start` of its first paragraph to before character `end` of its last.
 * @typedef {{ first: HTMLElement, last: HTMLElement, start: number, end: number }} Piece
 * From UTF-16 unit to unit of a text node.
 * @typedef {{ node: Text, start: number, end: number }} Part
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

/**
 * Spans of a paragraph, apart in each text node, so that nothing added is in them.
 * @param {HTMLElement} paragraph
 * @param {[number, number][]} spans before which character each begins and ends
 * @returns {Part[]}
 */
export function partsOf(paragraph, spans) {
  let before = 0;
  return nodes(paragraph).flatMap((node) => {
    const units = [0]; // before each character
    for (const { length } of node.data) units.push(units[units.length - 1] + length);
    const size = units.length - 1;
    const here = spans.map(([start, end]) => [Math.max(start - before, 0), Math.min(end - before, size)]);
    before += size;
    return here.flatMap(([start, end]) => (start < end ? [{ node, start: units[start], end: units[end] }] : []));
  });
}

/** @param {Part} part */
function rangeOf({ node, start, end }) {
  const range = new Range();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range;
}

/** A piece, apart in each text node. @param {Piece} piece */
const parts = ({ first, last, start, end }) =>
  within({ first, last, start, end }).flatMap((paragraph) =>
    partsOf(paragraph, [[paragraph === first ? start : 0, paragraph === last ? end : Infinity]]),
  );

/** A piece as ranges, one in each text node. @param {Piece} piece */
export const ranges = (piece) => parts(piece).map(rangeOf);

/** "¶12", "¶12–15", "¶12 第 6–19 字". @param {Piece} piece */
export function named(piece) {
  const [n, to] = [piece.first, piece.last].map(({ id }) => id.slice(1));
  const paragraph = n === to ? `¶${n}` : `¶${n}–${to}`;
  if (isWhole(piece)) return paragraph;
  return word(n === to ? "characters" : "characters-to", { paragraph, first: piece.start + 1, last: piece.end });
}

/** What is painted on the text, the later over the earlier: what a link means, the hits of a search, one of them. */
const LAYERS = ["yl-span", "yl-hit", "yl-hit-now"];

/** Change elements in the text: what is selected of it would move with them, and is selected again. @param {() => void} change */
function keepSelected(change) {
  const piece = selected();
  change();
  if (!piece) return;
  const all = ranges(piece);
  const [first, last] = [all[0], all[all.length - 1]];
  if (first)
    getSelection()?.setBaseAndExtent(first.startContainer, first.startOffset, last.endContainer, last.endOffset);
}

/** Take a layer off, before parts for it are looked for: its elements may hold them. @param {string} layer */
export function wipe(layer) {
  CSS.highlights?.delete(layer);
  const marks = document.querySelectorAll(`mark.${layer}`);
  if (!marks.length) return;
  keepSelected(() => {
    for (const old of marks) {
      const parent = old.parentNode;
      old.replaceWith(...old.childNodes);
      parent?.normalize();
    }
  });
}

/**
 * Paint a layer, in elements only where the browser cannot do without.
 * @param {string} layer
 * @param {Part[]} painted in the order of the text, none over another
 */
export function paint(layer, painted) {
  if (CSS.highlights) {
    const highlight = new Highlight(...painted.map(rangeOf));
    highlight.priority = LAYERS.indexOf(layer);
    CSS.highlights.set(layer, highlight);
  } else if (painted.length)
    keepSelected(() => {
      for (const part of painted.reverse()) enclose(part, element("mark", { class: layer }));
    });
}

/** Put an element around a part; what is before it keeps its node. @param {Part} part @param {Element} mark */
function enclose({ node, start, end }, mark) {
  node.splitText(end);
  const own = node.splitText(start);
  own.replaceWith(mark);
  mark.append(own);
}

/** Paint a piece. @param {string} layer @param {Piece} piece */
export const paintPiece = (layer, piece) => paint(layer, parts(piece));

/** Mark a piece and nothing else; nothing at all with null. @param {Piece | null} piece */
export function mark(piece) {
  wipe("yl-span");
  for (const old of document.querySelectorAll(".yl-whole, .yl-part")) old.classList.remove("yl-whole", "yl-part");
  if (!piece) return;
  const all = isWhole(piece);
  for (const paragraph of within(piece)) paragraph.classList.add(all ? "yl-whole" : "yl-part");
  if (!all) paintPiece("yl-span", piece);
}
