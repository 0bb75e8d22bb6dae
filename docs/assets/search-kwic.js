// @ts-check
/** Occurrences as lines: the words found with what stands left and right of them, in one of five orders. */

import { Failure } from "./search-files.js";
import { occurrences } from "./search-match.js";

/**
 * @typedef {import("./search-library.js").Library} Library
 * @typedef {import("./search-library.js").Page} Page
 * @typedef {import("./search-query.js").Query} Query
 * @typedef {"date" | "-date" | "number" | "left" | "right"} Sort
 * @typedef {{ sort: Sort, from: number, size: number, each: number }} Window so many lines from that one on, of each
 *   speech at most so many
 *
 * Occurrences on a page, and the paragraphs that have them (numbered through all pages); null: not known which.
 * @typedef {{ page: number, count: number, paragraphs: ArrayLike<number> | null }} Hit
 * @typedef {{ page: number, n: number, start: number, end: number }} Place in a page's paragraph, in characters
 *
 * @typedef {{ address: string, title: string, date: string | null, kind: string, place: string | null, speaker: string |
 *   null, anchor: string, left: string, hit: string, right: string, start: number, end: number, first: boolean }} Line
 */

/** So many characters are shown on either side. */
const CONTEXT = 40;
/** So many of them a sorting by context looks at. */
const SORTED = 12;

const MARK = /\p{M}/u;

/** How many lines hits have. @param {Hit[]} hits @param {number} each */
export const total = (hits, each) => hits.reduce((sum, { count }) => sum + Math.min(count, each), 0);

/**
 * The occurrences of hits, hit by hit.
 * @param {Library} library
 * @param {Query} query
 * @param {Hit[]} hits
 * @returns {AsyncGenerator<{ page: Page, places: Place[] }>}
 */
async function* read(library, query, hits) {
  for await (const [at, page] of library.read(hits.map((hit) => hit.page))) {
    const hit = hits[at];
    const first = library.pages.first[hit.page];
    const numbers = hit.paragraphs ? Array.from(hit.paragraphs, (number) => number - first) : [...page.texts.keys()];
    const places = numbers.flatMap((n) =>
      occurrences(page.texts[n], query).map(([start, end]) => ({ page: hit.page, n, start, end })),
    );
    if (places.length !== hit.count) throw new Failure("damaged", library.file(hit.page)); // its list said otherwise
    yield { page, places };
  }
}

/**
 * A place as it is shown. No mark is shown without its character.
 * @param {Library} library
 * @param {Page} page
 * @param {Place} place
 * @param {boolean} first
 * @returns {Line}
 */
function line(library, page, { page: number, n, start, end }, first) {
  const characters = [...page.texts[n].source];
  let [from, to] = [Math.max(0, start - CONTEXT), Math.min(characters.length, end + CONTEXT)];
  while (from > 0 && from < start && MARK.test(characters[from])) from += 1;
  while (to > end && MARK.test(characters[to] ?? "")) to -= 1;
  const { address, title, date, kind, place, speaker } = library.pages.rows[number];
  const [left, hit, right] = [
    [from, start],
    [start, end],
    [end, to],
  ].map((at) => characters.slice(...at).join(""));
  const facts = { address, title, date, kind, place, speaker };
  return { ...facts, anchor: page.anchors[n], left, hit, right, start, end, first };
}

/**
 * Lines in the order of hits: only the pages that have them are read.
 * @param {Library} library
 * @param {Query} query
 * @param {Hit[]} hits
 * @param {Window} window
 */
async function inOrder(library, query, hits, { from, size, each }) {
  let before = 0;
  const own = hits.flatMap((hit) => {
    const [first, last] = [from - before, from + size - before];
    const lines = Math.min(hit.count, each);
    before += lines;
    return first < lines && last > 0 ? [{ hit, first: Math.max(0, first), last: Math.min(lines, last) }] : [];
  });
  const lines = /** @type {Line[]} */ ([]);
  const pages = read(
    library,
    query,
    own.map(({ hit }) => hit),
  );
  for (const { first, last } of own) {
    const { page, places } = (await pages.next()).value;
    for (let at = first; at < last; at += 1) lines.push(line(library, page, places[at], at === 0));
  }
  return lines;
}

/**
 * What a place is sorted by: what stands beside it, from it away.
 * @param {string[]} characters
 * @param {Place} place
 * @param {Sort} sort
 */
function beside(characters, { start, end }, sort) {
  if (sort === "right") return characters.slice(end, end + SORTED).join("");
  return characters
    .slice(Math.max(0, start - SORTED), start)
    .reverse()
    .join("");
}

/**
 * All occurrences by what stands beside them: all pages are read.
 * @param {Library} library
 * @param {Query} query
 * @param {Hit[]} hits
 * @param {Window} window
 */
async function byContext(library, query, hits, { sort, each }) {
  const all = /** @type {{ key: string, place: Place }[]} */ ([]);
  for await (const { page, places } of read(library, query, hits)) {
    let [characters, n] = [/** @type {string[]} */ ([]), -1];
    for (const place of places.slice(0, each)) {
      if (place.n !== n) [characters, n] = [[...page.texts[place.n].source], place.n];
      all.push({ key: beside(characters, place, sort), place });
    }
  }
  all.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return all.map(({ place }) => place);
}

/** Lines of sorted places. @param {Library} library @param {Place[]} places @param {Window} window */
async function inContext(library, places, { from, size }) {
  const seen = new Set(places.slice(0, from).map(({ page }) => page));
  const lines = /** @type {Line[]} */ ([]);
  for (const place of places.slice(from, from + size)) {
    lines.push(line(library, await library.page(place.page), place, !seen.has(place.page)));
    seen.add(place.page);
  }
  return lines;
}

/**
 * Some of the lines of hits.
 * @param {Library} library
 * @param {Query} query
 * @param {{ hits: Hit[], sorted: Map<string, Promise<Place[]>> }} result hits in the order of time; what was sorted
 *   before
 * @param {Window} window
 * @returns {Promise<Line[]>}
 */
export async function lines(library, query, { hits, sorted }, window) {
  const { sort, each } = window;
  if (sort === "left" || sort === "right") {
    const key = `${sort} ${each}`;
    const places = sorted.get(key) ?? byContext(library, query, hits, window);
    sorted.set(key, places);
    places.catch(() => sorted.delete(key));
    return inContext(library, await places, window);
  }
  return inOrder(library, query, sort === "number" ? hits.toSorted((a, b) => b.count - a.count) : hits, window);
}
