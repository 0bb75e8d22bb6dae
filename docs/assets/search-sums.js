// @ts-check
/** Occurrences by what is known of their speeches: kind, place, speaker, year, month. */

/**
 * @typedef {{ page: number, occurrences: number }} Row
 * @typedef {import("./search-catalogue.js").Catalogue} Catalogue
 */

/**
 * How much there is of each value.
 * @param {import("./search-catalogue.js").Coded} coded
 * @param {Row[]} rows
 * @returns {Map<string | null, number>} what there is nothing of is left out
 */
function sums({ codes, values }, rows) {
  const found = new Float64Array(values.length);
  for (const row of rows) found[codes[row.page]] += row.occurrences;
  return named(found, values);
}

/** @param {Float64Array} sums @param {(string | null)[]} values @returns {Map<string | null, number>} */
const named = (sums, values) => new Map(values.flatMap((value, code) => (sums[code] ? [[value, sums[code]]] : [])));

/** Occurrences by each of the facets, the most first; null where it is not known. @param {Row[]} rows @param {Catalogue} pages */
export function facets(rows, { coded: { kind, place, speaker, year } }) {
  const falling = (/** @type {import("./search-catalogue.js").Coded} */ column) =>
    [...sums(column, rows)].sort((a, b) => b[1] - a[1]);
  return { kind: falling(kind), place: falling(place), speaker: falling(speaker), year: falling(year) };
}

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
  const { coded, columns } = pages;
  const found = sums(coded.month, rows);
  const dated = [...found.keys()].filter((month) => month !== null).sort();
  const [first, last] = [dated[0], dated[dated.length - 1]];
  const lengths = new Float64Array(coded.month.values.length);
  for (const [page, n] of columns.characters.entries()) if (searched(page)) lengths[coded.month.codes[page]] += n;
  const characters = named(lengths, coded.month.values);
  const years = [...characters.keys()].filter(
    (month) => month?.length === 4 && month >= first?.slice(0, 4) && month <= last,
  );
  const all = first ? [...new Set([...dated, ...years, ...between(first, last)])].sort() : [];
  if (found.has(null)) all.push(null);
  return all.map((month) => [month, found.get(month) ?? 0, characters.get(month) ?? 0]);
}
