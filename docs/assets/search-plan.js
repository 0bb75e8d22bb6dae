// @ts-check
/**
 * Where a query may have occurrences, told by the lists of a library in parts: a phrase can only stand in paragraphs
 * that have all its pairs of neighbouring units. Which of them it stands in, their texts tell.
 */

import { fold } from "./fold.js";

/**
 * @typedef {import("./search-library.js").Library} Library
 * @typedef {import("./search-query.js").Phrase} Phrase
 * @typedef {import("./search-query.js").Query} Query
 * @typedef {Uint32Array | null} Numbers of paragraphs, rising; null is all
 *
 * Of a page's paragraphs those (numbered through all pages) that may have occurrences; null is all.
 * @typedef {{ page: number, paragraphs: ArrayLike<number> | null }} Candidate
 */

/**
 * So many lists are fetched at once, then others one by one as long as the candidates are in more blocks than `FEW`.
 */
const LISTS = 3;
const FEW = 6;
/** What a digit may stand for where 〇一二三 and 0123 are the same; a zero may also be ○, which folds to nothing. */
const DIGITS = ["0〇零", "1一", "2二", "3三", "4四", "5五", "6六", "7七", "8八", "9九"];

// --- sets ------------------------------------------------------------------------------------------

/** @param {Numbers} a @param {Numbers} b @returns {Numbers} what is in both */
function both(a, b) {
  if (!a || !b) return a ?? b;
  const found = new Uint32Array(Math.min(a.length, b.length));
  let n = 0;
  for (let [i, j] = [0, 0]; i < a.length && j < b.length;) {
    const [left, right] = [a[i], b[j]];
    if (left === right) found[n++] = left;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return found.subarray(0, n);
}

/** @param {Numbers[]} sets @returns {Numbers} what is in any */
function any(sets) {
  if (sets.length === 1 || sets.some((set) => !set)) return sets.length === 1 ? sets[0] : null;
  const all = new Uint32Array(sets.reduce((sum, set) => sum + (set?.length ?? 0), 0));
  let n = 0;
  for (const set of sets) {
    all.set(set ?? [], n);
    n += set?.length ?? 0;
  }
  return all.sort().filter((number, at) => !at || number !== all[at - 1]);
}

// --- what a phrase needs ---------------------------------------------------------------------------

/** How a unit may be written. @param {string} unit @param {boolean} numerals */
const written = (unit, numerals) => [...((numerals && DIGITS[Number(unit)]) || unit)];

/**
 * What must stand somewhere for a part of a phrase to stand there: one of each of these.
 * @param {string} part folded
 * @param {boolean} numerals
 * @returns {string[][]} pairs, or the only unit
 */
function needs(part, numerals) {
  const units = part.split("").map((unit) => (/\d/.test(unit) ? written(unit, numerals) : [unit]));
  if (part.length === 1) return part === "0" && numerals ? [] : units;
  const zero = (/** @type {number} */ n) => numerals && part[n] === "0";
  /** @type {(n: number) => string[]} what may follow: after a zero that is gone what follows it */
  const followers = (n) => (zero(n) && n + 1 < part.length ? [...units[n], ...followers(n + 1)] : units[n]);
  const firm = (/** @type {number} */ n) => !zero(n) && !(numerals && /^0+$/.test(part.slice(n + 1)));
  return units
    .slice(1)
    .flatMap((_, n) => (firm(n) ? [units[n].flatMap((unit) => followers(n + 1).map((next) => unit + next))] : []));
}

/**
 * How many places one may expect: by how often characters of their rank are.
 * @param {Library} library
 * @param {string[]} need
 */
function expected({ ranks }, need) {
  const share = (/** @type {string} */ unit) => {
    const surrogate = unit >= "\ud800" && unit <= "\udfff";
    return 1 / (1 + (ranks.get(unit) ?? (surrogate ? 5000 : Infinity)));
  };
  return need.reduce((sum, units) => sum + units.split("").reduce((product, unit) => product * share(unit), 1), 0);
}

/**
 * The pairs of a folded text that stand somewhere, the rarest first.
 * @param {Library} library
 * @param {string} text
 */
export function rarest(library, text) {
  const pairs = [...new Set(needs(text, false).map(([units]) => units))].filter((units) => units.length > 1);
  const sized = pairs.map((units) => ({ units, size: expected(library, [units]) })).filter(({ size }) => size > 0);
  return sized.sort((a, b) => a.size - b.size).map(({ units }) => units);
}

/** Whether paragraphs are in few blocks. @param {Library} library @param {Numbers} numbers */
function few({ pages }, numbers) {
  if (!numbers || numbers.length > 50 * FEW) return false;
  return new Set(Array.from(numbers, (number) => pages.columns.block[pages.of(number)])).size <= FEW;
}

/**
 * The paragraphs in which a phrase may stand.
 * @param {Library} library
 * @param {Phrase} phrase
 * @param {boolean} numerals
 * @returns {Promise<Numbers>}
 */
export async function places(library, { literal, parts }, numerals) {
  const folded = literal ? parts.map(fold) : parts;
  const all = folded.flatMap((part) => needs(part, numerals && !literal)).map((need) => [...new Set(need)]);
  const pairs = all.filter(([units]) => units.length > 1);
  const wanted = [...new Map((pairs.length ? pairs : all).map((need) => [need.join(), need])).values()];
  const sorted = wanted.map((need) => ({ need, size: expected(library, need) })).sort((a, b) => a.size - b.size);
  if (sorted[0]?.size === 0) return new Uint32Array();
  let found = /** @type {Numbers} */ (null);
  for (let n = 0; n < sorted.length && !(n && few(library, found)); n += n ? 1 : LISTS) {
    const next = sorted.slice(n, n + (n ? 1 : LISTS));
    const lists = next.map(async ({ need }) => any(await Promise.all(need.map((units) => library.paragraphs(units)))));
    for (const list of await Promise.all(lists)) found = both(found, list);
  }
  return found;
}

// --- what a query needs ----------------------------------------------------------------------------

/** The paragraphs that may have what a clause wants. @param {Library} library @param {Query} query */
const clauses = (library, { clauses, numerals }) =>
  clauses
    .filter(({ not }) => !not)
    .map(async ({ steps }) => {
      const each = steps.map(async (step) =>
        any(await Promise.all(step.any.map((one) => places(library, one, numerals)))),
      );
      return (await Promise.all(each)).reduce(both, null);
    });

/**
 * Paragraphs by their pages, and where these begin among them.
 * @param {Library} library
 * @param {Uint32Array} numbers
 */
function byPage({ pages }, numbers) {
  const found = /** @type {{ page: number, start: number, paragraphs: Uint32Array }[]} */ ([]);
  for (let [start, end] = [0, 0]; start < numbers.length; start = end) {
    const page = pages.of(numbers[start]);
    while (end < numbers.length && numbers[end] < pages.first[page + 1]) end += 1;
    found.push({ page, start, paragraphs: numbers.subarray(start, end) });
  }
  return found;
}

/**
 * Where occurrences of a query may be, in the order of the pages.
 * @param {Library} library
 * @param {Query} query
 * @returns {Promise<Candidate[]>}
 */
export async function candidates(library, query) {
  const every = () => library.pages.rising.map((_, page) => ({ page, paragraphs: null }));
  if (library.whole) return every();
  const sets = await Promise.all(clauses(library, query));
  if (query.scope === "paragraph") {
    const numbers = sets.reduce(both, null);
    return numbers ? byPage(library, numbers) : every();
  }
  const pages = sets.map((numbers) =>
    numbers ? Uint32Array.from(new Set(byPage(library, numbers).map(({ page }) => page))) : null,
  );
  const found = pages.reduce(both, null);
  return found ? Array.from(found, (page) => ({ page, paragraphs: null })) : every();
}

/**
 * The one or two units that are all a query asks for, so that the lists know the occurrences; null if it asks for
 * anything else.
 * @param {Query} query
 */
export function listed({ clauses: [clause, ...more], numerals }) {
  if (!clause || more.length || clause.not || clause.steps.length > 1 || clause.steps[0].any.length > 1) return null;
  const [{ literal, parts, unless }] = clause.steps[0].any;
  if (literal || parts.length > 1 || unless.length || parts[0].length > 2) return null;
  return numerals && /\d/.test(parts[0]) ? null : parts[0];
}

/**
 * The occurrences of one or two units: how many on which page, and for two in which paragraphs.
 * @param {Library} library
 * @param {string} units
 * @returns {Promise<import("./search-kwic.js").Hit[]>}
 */
export async function counted(library, units) {
  const { numbers, times } = await library.list(units);
  if (units.length === 1) return Array.from(numbers, (page, n) => ({ page, count: times[n], paragraphs: null }));
  return byPage(library, numbers).map(({ page, start, paragraphs }) => {
    let count = 0;
    for (let n = start; n < start + paragraphs.length; n += 1) count += times[n];
    return { page, count, paragraphs };
  });
}
