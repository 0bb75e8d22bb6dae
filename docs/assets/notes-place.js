// @ts-check
/**
 * Where the words of a note stand in its text as it is now. A note in the wrong place is worse than a lost one.
 * The same rules as in scripts/yanlu/relate/notes.py, which tells them; tests/cases/notes.toml is run against both.
 * Characters are code points, as in reading-text.js; folded text is counted in UTF-16 units. Pure.
 */

import { fold, folded } from "./fold.js";
import { exactly, find, MOST_BETWEEN, occurrences, whole } from "./notes-quote.js";

/**
 * A paragraph as the page has it; `id` is its anchor, "p12".
 * @typedef {{ id: string, text: string }} Paragraph
 * From character `start` of paragraph `first` to before character `end` of paragraph `last`.
 * @typedef {{ first: string, start: number, last: string, end: number }} Place
 * What the W3C Web Annotation Data Model calls a selector.
 * @typedef {{ type: string, [key: string]: any }} Selector
 * Its words are the same at their anchor, moved elsewhere, or changed.
 * @typedef {{ place: Place, how: "same" | "moved" | "changed" }} Placed
 * What a note's selectors say; `near` is the character of the page at which its words began.
 * @typedef {{ anchor: string, before: string, exact: string, after: string, near: number }} Told
 *
 * @typedef {object} Page a text prepared
 * @property {string[]} ids
 * @property {string[]} characters of all paragraphs, with a line end between two
 * @property {number[]} starts of the paragraphs, in characters, and one more
 * @property {string} words the text folded
 * @property {number[]} at for each unit of that its character
 * @property {Map<string, [number, number]>} homes where the folded paragraph is that an anchor leads to
 * @property {Set<string>} gone
 *
 * @typedef {import("./notes-quote.js").Found} Found
 * @typedef {import("./notes-quote.js").Quote} Quote
 */

/** So many characters on each side of the words are told, within their paragraphs. */
const CONTEXT = 32;
/** A sentence shorter than this, in folded units, is no sign of the paragraph it stood in. */
const SENTENCE = 8;
/** So much of the words of several paragraphs must be there. */
const LEAST_OF_PARTS = 0.5;
const STOP = /[。！？!?；;\n]/;
const CLOSED = /[”’」』）)"']+$/;

/**
 * A text prepared.
 * @param {Paragraph[]} paragraphs in the page's order
 * @param {{ [anchor: string]: string }} [aliases] former anchor → the one whose paragraph holds its words now
 * @param {Set<string>} [gone] anchors that are no paragraph's any more
 * @returns {Page}
 */
export function page(paragraphs, aliases = {}, gone = new Set()) {
  const characters = [...paragraphs.map((paragraph) => paragraph.text).join("\n")];
  const starts = [0];
  for (const { text } of paragraphs) starts.push(starts[starts.length - 1] + [...text].length + 1);
  const { text: words, at } = folded(characters);
  const homes = /** @type {Map<string, [number, number]>} */ (new Map());
  paragraphs.forEach(({ id }, n) => homes.set(id, [fewer(at, starts[n]), fewer(at, starts[n + 1])]));
  for (const [id, to] of Object.entries(aliases)) {
    const home = homes.get(to);
    if (home) homes.set(id, home);
  }
  return { ids: paragraphs.map(({ id }) => id), characters, starts, words, at, homes, gone };
}

/** How many of some rising numbers are below one. @param {number[]} numbers @param {number} bound */
function fewer(numbers, bound) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A paragraph's characters, by its number. @param {Page} page @param {number} n @returns {[number, number]} */
const bounds = ({ starts }, n) => [starts[n], starts[n + 1] - 1];

/** The number of the paragraph in which a character stands. @param {Page} page @param {number} at */
const paragraphAt = ({ starts }, at) => fewer(starts, at + 1) - 1;

/** Some characters of the page as a place. @param {Page} page @param {number} start @param {number} end */
function placeOf(page, start, end) {
  const [first, last] = [paragraphAt(page, start), paragraphAt(page, end - 1)];
  const { ids, starts } = page;
  return { first: ids[first], start: start - starts[first], last: ids[last], end: end - starts[last] };
}

/** Some characters of the page. @param {Page} page @param {number} start @param {number} end */
const textOf = ({ characters }, start, end) => characters.slice(start, end).join("");

/**
 * The selectors of a place.
 * @param {Page} page
 * @param {Place} place
 * @returns {Selector[]}
 */
export function describe(page, place) {
  const [first, last] = [page.ids.indexOf(place.first), page.ids.indexOf(place.last)];
  const [start, end] = [page.starts[first] + place.start, page.starts[last] + place.end];
  const [low] = bounds(page, first);
  const [, high] = bounds(page, last);
  return [
    { type: "FragmentSelector", conformsTo: "http://tools.ietf.org/rfc/rfc3236", value: place.first },
    {
      type: "TextQuoteSelector",
      exact: textOf(page, start, end),
      prefix: textOf(page, Math.max(low, start - CONTEXT), start),
      suffix: textOf(page, end, Math.min(high, end + CONTEXT)),
    },
    { type: "TextPositionSelector", start, end },
  ];
}

/**
 * Where a note stands now; null where its words are gone, or can't be told from others.
 * @param {Page} page
 * @param {Selector[]} selectors
 * @returns {Placed | null}
 */
export function placed(page, selectors) {
  const told = toldBy(selectors);
  if (!fold(told.exact)) return unfolded(page, told);
  const found = foundBy(page, told);
  return found && shown(page, told, found);
}

/** Read from selectors; what they don't tell is empty. @param {Selector[]} selectors @returns {Told} */
function toldBy(selectors) {
  const by = (/** @type {string} */ type) => selectors.find((selector) => selector.type === type);
  const { prefix = "", exact = "", suffix = "" } = by("TextQuoteSelector") ?? /** @type {Partial<Selector>} */ ({});
  const [anchor, near] = [by("FragmentSelector")?.value ?? "", by("TextPositionSelector")?.start ?? 0];
  return { anchor, before: prefix, exact, after: suffix, near };
}

/** The words and those around them, folded. @param {Told} told @returns {Quote} */
const quoteOf = ({ before, exact, after }) => ({ before: fold(before), words: fold(exact), after: fold(after) });

/**
 * A note on a paragraph as a whole; or on marks alone, where they and all around them are as they were.
 * @param {Page} page
 * @param {Told} told
 * @returns {Placed | null}
 */
function unfolded(page, { anchor, before, exact, after }) {
  const n = page.ids.indexOf(anchor);
  if (n < 0) return null;
  let [start, end] = bounds(page, n);
  if (exact) {
    const text = textOf(page, start, end);
    const [first, ...others] = occurrences(text, before + exact + after, 0, text.length);
    if (first === undefined || others.length) return null;
    start += [...text.slice(0, first), ...before].length;
    end = start + [...exact].length;
  }
  return { place: placeOf(page, start, end), how: "same" };
}

/**
 * Where the words are; else where their sentence was moved to; of words in several paragraphs whatever is left.
 * @param {Page} page
 * @param {Told} told
 */
function foundBy(page, told) {
  const home = page.homes.get(told.anchor);
  const found = page.gone.has(told.anchor) ? null : find(page.words, quoteOf(told), home, fewer(page.at, told.near));
  return found ?? sameSentence(page, told) ?? parts(page, told);
}

/** The only place where the very sentence stands, as far as it is told. @param {Page} page @param {Told} told */
function sameSentence({ words }, told) {
  const ended = STOP.test(told.exact.replace(CLOSED, "").slice(-1));
  const before = /** @type {string} */ (told.before.split(STOP).pop());
  const quote = quoteOf({ ...told, before, after: ended ? "" : told.after.split(STOP)[0] });
  const [place, ...others] = occurrences(words, whole(quote), 0, words.length);
  if (whole(quote).length < SENTENCE || place === undefined || others.length) return null;
  const start = place + quote.before.length;
  return exactly(start, start + quote.words.length);
}

/** Words of several paragraphs, each for itself; only the first is the anchor's. @param {Page} page @param {Told} told @returns {Found | null} */
function parts(page, told) {
  const lines = told.exact.split("\n");
  let [start, end, size] = [Infinity, 0, 0];
  for (const [n, exact] of lines.length > 1 ? lines.entries() : []) {
    const [first, last] = [!n, n + 1 === lines.length];
    const line = { ...told, exact, after: last ? told.after : "", ...(!first && { anchor: "", before: "" }) };
    const quote = quoteOf(line);
    const place = whole(quote).length >= SENTENCE && quote.words ? foundBy(page, line) : null;
    if (place) [start, end, size] = [Math.min(start, place.start), Math.max(end, place.end), size + quote.words.length];
  }
  const { length } = fold(told.exact);
  return size && size >= LEAST_OF_PARTS * length && end - start <= MOST_BETWEEN * length ? exactly(start, end) : null;
}

/**
 * A place of the folded text in characters, with as many marks at its ends as the words had.
 * @param {Page} page
 * @param {Told} told
 * @param {Found} found
 * @returns {Placed}
 */
function shown(page, { anchor, exact }, found) {
  const { text: words, at } = folded(exact);
  const [from, to] = [page.at[found.start], page.at[found.end - 1] + 1];
  const [start] = bounds(page, paragraphAt(page, from));
  const [, end] = bounds(page, paragraphAt(page, to - 1));
  const low = Math.max(start, (page.at[found.start - 1] ?? -1) + 1);
  const high = Math.min(end, page.at[found.end] ?? end);
  const size = [...exact].length;
  const place = placeOf(page, Math.max(low, from - at[0]), Math.min(high, to + size - 1 - at[at.length - 1]));
  if (page.words.slice(found.start, found.end) !== words) return { place, how: "changed" };
  const home = page.homes.get(anchor);
  return { place, how: home && home[0] <= found.start && found.start < home[1] ? "same" : "moved" };
}
