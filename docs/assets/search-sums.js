// @ts-check
/** Occurrences by what is known of their speeches: kind, place, speaker, year, month. */

/**
 * @typedef {{ page: number, occurrences: number }} Row
 * @typedef {import("./search-catalogue.js").Catalogue} Catalogue
 */

/**
 * @param {Row[]} rows
 * @param {(string | null)[]} values of all pages
 * @returns {[string | null, number][]} the most first
 */
function sums(rows, values) {
  const found = /** @type {Map<string | null, number>} */ (new Map());
  for (const { page, occurrences } of rows) found.set(values[page], (found.get(values[page]) ?? 0) + occurrences);
  return [...found].sort((a, b) => b[1] - a[1]);
}

/** Occurrences by each of the facets; null where it is not known. @param {Row[]} rows @param {Catalogue} pages */
export const facets = (rows, { columns: { kind, place, speaker }, years }) => ({
  kind: sums(rows, kind),
  place: sums(rows, place),
  speaker: sums(rows, speaker),
  year: sums(rows, years),
});

/** The months from one to another. @param {string} from @param {string} to "2020-03" or "2020" */
function between(from, to) {
  const count = (/** @type {string} */ month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5) || 1) - 1;
  const months = Array.from({ length: count(to) - count(from) + 1 }, (_, n) => count(from) + n);
  return months.map((n) => `${String(Math.floor(n / 12)).padStart(4, "0")}-${String((n % 12) + 1).padStart(2, "0")}`);
}

/**
 * Occurrences by month, from the first to the last that has any, and the characters of all that was searched of it.
 * @param {Row[]} rows
 * @param {Catalogue} pages
 * @param {(page: number) => boolean} searched
 * @returns {[string | null, number, number][]} by time; a year where no month is known; null for no date
 */
export function months(rows, pages, searched) {
  const found = new Map(sums(rows, pages.months));
  const dated = [...found.keys()].filter((month) => month !== null).sort();
  const [first, last] = [dated[0], dated[dated.length - 1]];
  const characters = /** @type {Map<string | null, number>} */ (new Map());
  for (const [page, month] of pages.months.entries())
    if (searched(page)) characters.set(month, (characters.get(month) ?? 0) + pages.columns.characters[page]);
  const years = [...characters.keys()].filter(
    (month) => month?.length === 4 && month >= first?.slice(0, 4) && month <= last,
  );
  const all = first ? [...new Set([...dated, ...years, ...between(first, last)])].sort() : [];
  if (found.has(null)) all.push(null);
  return all.map((month) => [month, found.get(month) ?? 0, characters.get(month) ?? 0]);
}
