// @ts-check
/** Where longer words stand, across paragraphs too, or nearly stand; the nearest words to a query without hits. */

import { fold, folded } from "./fold.js";
import { align, runs, side } from "./search-align.js";
import { fits } from "./search-match.js";
import { candidates, rarest } from "./search-plan.js";
import { parse } from "./search-query.js";

/**
 * @typedef {import("./search-library.js").Library} Library
 * @typedef {import("./search-library.js").Page} Page
 * @typedef {import("./search-align.js").Run} Run
 * @typedef {import("./search-query.js").Phrase} Phrase
 * @typedef {import("./search-query.js").Query} Query
 *
 * From a character of one paragraph to before one of it, or of `to`, a later one.
 * @typedef {{ address: string, title: string, date: string | null, anchor: string, to?: string, start: number, end:
 *   number, runs: Run[] }} Place
 */

/** Of so many units of a quotation one may be changed for it to be near. */
const NEAR = 3;
/** So many places of a piece are told, and one more if there are more. */
export const PLACES = 100;
/** So many pages are looked at for what is near, and by so many rare pairs they are found. */
const PAGES = 12;
const PAIRS = 8;
/** Up to so many units a whole page is compared with; for more, that part of it where most pairs stand. */
const SMALL = 32;
/** So many units of a query are looked at. */
const QUERY = 200;
/** What would be a sign of the search's language, and counts for nothing in a phrase. */
const SIGNS = /[\s|｜"“”「」*?~～:：-]+/gu;

// --- a page as one text ----------------------------------------------------------------------------

/** @param {Page} page its folded units one after the other, and where each paragraph begins */
function whole({ texts }) {
  const starts = [0];
  for (const text of texts) starts.push(starts[starts.length - 1] + text.folded(false).length);
  return { text: texts.map((text) => text.folded(false)).join(""), starts };
}

/**
 * Where a unit of a page is: the paragraph and the character.
 * @param {Page} page
 * @param {number[]} starts
 * @param {number} unit
 */
function where({ texts }, starts, unit) {
  const paragraph = starts.findLastIndex((start, n) => start <= unit && n < texts.length && start < starts[n + 1]);
  return { paragraph, character: folded(texts[paragraph].source).at[unit - starts[paragraph]] };
}

/** Whether nothing stands between a unit of a page and the one before it. @param {Page} page @param {number[]} starts @param {number} unit */
function neighbours(page, starts, unit) {
  const [before, own] = [where(page, starts, unit - 1), where(page, starts, unit)];
  return before.paragraph === own.paragraph && own.character - before.character <= 1;
}

/**
 * What is told of some units of a page.
 * @param {Library} library
 * @param {number} number of the page
 * @param {Page} page
 * @param {number[]} starts of its paragraphs
 * @param {[number, number]} units from, to
 * @param {(source: string, start: number) => Run[]} compared with its paragraphs' text from that unit on
 * @returns {Place}
 */
function place(library, number, page, starts, [from, to], compared) {
  const [first, last] = [where(page, starts, from), where(page, starts, to - 1)];
  const { address, title, date } = library.pages.rows[number];
  const sources = page.texts.slice(first.paragraph, last.paragraph + 1).map(({ source }) => source);
  const several = last.paragraph > first.paragraph ? { to: page.anchors[last.paragraph] } : {};
  const own = { anchor: page.anchors[first.paragraph], ...several, start: first.character, end: last.character + 1 };
  return { address, title, date, ...own, runs: compared(sources.join("\n"), from - starts[first.paragraph]) };
}

// --- word for word ---------------------------------------------------------------------------------

/**
 * Where units stand on some pages, in a paragraph or across several.
 * @param {Library} library
 * @param {string} units
 * @param {number[]} pages
 */
async function standing(library, units, pages) {
  const found = /** @type {Place[]} */ ([]);
  for await (const [n, page] of library.read(pages)) {
    const { text, starts } = whole(page);
    for (let at = text.indexOf(units); at >= 0; at = text.indexOf(units, at + 1)) {
      const same = (/** @type {string} */ source, /** @type {number} */ start) => {
        const { characters, at } = side(source);
        return /** @type {Run[]} */ ([
          ["same", characters.slice(at[start], at[start + units.length - 1] + 1).join("")],
        ]);
      };
      found.push(place(library, pages[n], page, starts, [at, at + units.length], same));
      if (found.length > PLACES) return found;
    }
  }
  return found;
}

/** The query for one phrase, anywhere on a page. @param {Phrase} phrase @returns {Query} */
const asking = (phrase) => ({
  text: "",
  numerals: false,
  scope: "speech",
  clauses: [{ not: false, steps: [{ any: [phrase], within: null }] }],
  filters: [],
  problems: [],
});

/** These units in folded text. @param {string} units @returns {Phrase} */
const plainly = (units) => ({ literal: false, parts: [units], gaps: [], unless: [] });

/** The pages on which a phrase may stand. @param {Library} library @param {Phrase} phrase */
const pagesFor = async (library, phrase) => (await candidates(library, asking(phrase))).map(({ page }) => page);

/**
 * Where a piece stands word for word.
 * @param {Library} library
 * @param {string} units folded
 * @returns {Promise<Place[]>}
 */
export async function verbatim(library, units) {
  const found = await standing(library, units, await pagesFor(library, plainly(units)));
  return found.length || library.whole ? found : standing(library, units, await voted(library, units));
}

// --- nearly ----------------------------------------------------------------------------------------

/**
 * The pages on which most of a text's rare pairs stand close together.
 * @param {Library} library
 * @param {string} units folded
 */
async function voted(library, units) {
  const votes = /** @type {Map<number, number>} */ (new Map()); // by paragraph, and the one before it
  for (const pair of rarest(library, units).slice(0, PAIRS))
    for (const number of await library.paragraphs(pair))
      for (const one of [number - 1, number]) votes.set(one, (votes.get(one) ?? 0) + 1);
  const pages = /** @type {Map<number, number>} */ (new Map());
  for (const [number, times] of votes) {
    const page = library.pages.of(Math.max(0, number));
    pages.set(page, Math.max(times, pages.get(page) ?? 0));
  }
  const most = [...pages].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, PAGES);
  return most.map(([page]) => page).sort((a, b) => a - b);
}

/**
 * The part of a page's text that most pairs of another stand in, as if it were there unchanged.
 * @param {string} units
 * @param {string} text
 */
function likely(units, text) {
  if (units.length <= SMALL) return { from: 0, to: text.length };
  const step = SMALL;
  const votes = new Map();
  for (let i = 0; i + 1 < units.length; i += 1) {
    const pair = units.slice(i, i + 2);
    for (let at = text.indexOf(pair); at >= 0; at = text.indexOf(pair, at + 1)) {
      const bucket = Math.floor((at - i) / step);
      for (const one of [bucket - 1, bucket]) votes.set(one, (votes.get(one) ?? 0) + 1);
    }
  }
  const [[bucket] = [0]] = [...votes].sort((a, b) => b[1] - a[1]);
  const slack = Math.ceil(units.length / NEAR) + step;
  return { from: Math.max(0, bucket * step - slack), to: bucket * step + units.length + slack + 2 * step };
}

/** Where a piece stands nearly, the nearest first. @param {Library} library @param {string} piece */
export async function nearly(library, piece) {
  const one = side(piece);
  const found = /** @type {{ distance: number, place: Place }[]} */ ([]);
  const pages = await voted(library, one.text);
  for await (const [n, page] of library.read(pages)) {
    const { text, starts } = whole(page);
    const { from, to } = likely(one.text, text);
    const joined = (/** @type {number} */ unit) => neighbours(page, starts, from + unit);
    const alignment = align(one.text, text.slice(from, to), joined);
    if (alignment.distance * NEAR > one.text.length || alignment.start === alignment.end) continue;
    const compared = (/** @type {string} */ source, /** @type {number} */ start) => {
      const shift = start - alignment.start; // from the part that was compared to the paragraphs it is in
      const pairs = alignment.pairs.map(([i, j]) => /** @type {[number, number]} */ ([i, j < 0 ? j : j + shift]));
      return runs(one, side(source), { ...alignment, start, pairs });
    };
    const units = /** @type {[number, number]} */ ([from + alignment.start, from + alignment.end]);
    const at = place(library, pages[n], page, starts, units, compared);
    found.push({ distance: alignment.distance, place: at });
  }
  return found.sort((a, b) => a.distance - b.distance);
}

// --- the nearest ------------------------------------------------------------------------------------

/**
 * The most frequent word of the same length with one other character.
 * @param {Library} library
 * @param {string} units
 */
async function word(library, units) {
  const others = (/** @type {string} */ one) => units.split("").filter((unit, n) => unit !== one[n]).length;
  const found = (await library.words()).find(({ plain }) => plain.length === units.length && others(plain) === 1);
  return found?.word ?? null;
}

/** Whether a phrase stands in a paragraph of any page. @param {Library} library @param {Phrase} phrase */
async function stands(library, phrase) {
  for await (const [, { texts }] of library.read(await pagesFor(library, phrase)))
    if (fits(texts, asking(phrase))) return true;
  return false;
}

/**
 * The first words of a query that stand nowhere, so that it has no occurrences; undefined if all stand somewhere.
 * @param {Library} library
 * @param {Query} query
 */
async function missing(library, { clauses }) {
  for (const { any } of clauses.filter(({ not }) => !not).flatMap(({ steps }) => steps)) {
    let found = false;
    for (const phrase of any) found ||= await stands(library, phrase);
    if (!found) return any[0];
  }
  return undefined;
}

/**
 * The words that are nearest to those of a query that stand nowhere; null if none are near.
 * @param {Library} library
 * @param {string} text
 */
export async function nearest(library, text) {
  const phrase = await missing(library, parse(text));
  const wanted = phrase?.unless.length ? "" : (phrase?.parts.join("").slice(0, QUERY) ?? "");
  const units = fold(wanted);
  if (units.length < 2) return null;
  if (await stands(library, plainly(units))) return wanted.replace(SIGNS, ""); // it was too literal, or had wildcards
  const near = units.length > 2 ? await nearly(library, wanted) : [];
  const best = near.find(({ place }) => !place.to);
  if (!best) return word(library, units);
  const shown = best.place.runs.flatMap(([kind, run]) => (kind === "del" ? [] : [run]));
  return shown.join("").replace(SIGNS, "");
}
