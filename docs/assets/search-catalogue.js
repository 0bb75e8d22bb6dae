// @ts-check
/** What is known of the pages that are searched, and which of them fit the filters of a query. */

import { fold } from "./fold.js";
import { fewer, Text } from "./search-match.js";
import { must } from "./search-files.js";

/**
 * One array a column; the speeches' own pages first, in the order of time.
 * @typedef {{ bases: number, address: string[], title: string[], date: (string | null)[], kind: string[], place:
 *   (string | null)[], speaker: (string | null)[], occasion: (string | null)[], characters: number[], paragraphs:
 *   number[], block: number[], blocks: string[], chars: string }} Columns
 * @typedef {import("./search-query.js").Filter} Filter
 * @typedef {import("./search-query.js").Span} Span
 */

const LISTS = /** @type {const} */ ([
  "address",
  "title",
  "date",
  "kind",
  "place",
  "speaker",
  "occasion",
  "characters",
  "paragraphs",
  "block",
]);

/** Whether a date, or a part of what it says, is in a span. @param {string} date @param {Span} span */
const during = (date, { from, to }) =>
  date.slice(0, from.length) >= from.slice(0, date.length) &&
  (!to || date.slice(0, to.length) <= to.slice(0, date.length));

/**
 * A column as numbers of its different values, which are summed up faster than strings.
 * @typedef {{ codes: Uint32Array, values: (string | null)[] }} Coded
 * @param {(string | null)[]} column
 * @returns {Coded}
 */
function coded(column) {
  const known = /** @type {Map<string | null, number>} */ (new Map());
  const codes = Uint32Array.from(column, (value) => {
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
  return { codes, values: [...known.keys()] };
}

export class Catalogue {
  /** @param {Columns} columns */
  constructor(columns) {
    must(LISTS.every((name) => columns[name].length === columns.address.length));
    this.columns = columns;
    this.rows = columns.address.map((_, page) => this.#row(page));
    const { kind, place, speaker, date } = columns;
    const dates = (/** @type {number} */ size) => coded(date.map((its) => its && its.slice(0, size)));
    /** What occurrences are counted by; a month is a year where no month is known. */
    this.coded = { kind: coded(kind), place: coded(place), speaker: coded(speaker), year: dates(4), month: dates(7) };
    /** For each page the number of the speech that it is of. */
    this.speeches = coded(columns.address.map((address) => address.split("/")[0])).codes;
    /** The number of each page's first paragraph, and of none behind the last. */
    this.first = new Uint32Array(columns.address.length + 1);
    for (const [page, n] of columns.paragraphs.entries()) this.first[page + 1] = this.first[page] + n;
    this.titles = columns.title.map((title) => new Text(title));
    /** The first page of each block. */
    this.blocks = columns.block.flatMap((block, page) => (block === columns.block[page - 1] ? [] : [page]));
    /** The pages by time, the undated last; of one date in their order. */
    this.rising = this.#byTime();
    const dated = this.rising.filter((page) => columns.date[page] !== null);
    this.falling = [...dated.reverse(), ...this.rising.filter((page) => columns.date[page] === null)];
  }

  get length() {
    return this.columns.address.length;
  }

  #byTime() {
    const keys = this.columns.date.map((date) => date ?? "~");
    return [...keys.keys()].sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
  }

  /** The page of a paragraph. @param {number} paragraph its number through all pages */
  of(paragraph) {
    return fewer(this.first, paragraph + 1) - 1;
  }

  /** What is told of a page. @param {number} page */
  #row(page) {
    const { address, title, date, kind, place, speaker, occasion } = this.columns;
    return {
      page,
      address: address[page],
      title: title[page],
      date: date[page],
      kind: kind[page],
      place: place[page],
      speaker: speaker[page],
      occasion: occasion[page],
    };
  }

  /** @param {number} page @param {string} name of a filter @param {string | Span | null} value null: not known */
  #has(page, name, value) {
    if (name === "year" || name === "date") {
      const date = this.columns.date[page];
      return date === null || value === null ? date === value : during(date, /** @type {Span} */ (value));
    }
    const own = this.columns[/** @type {"title"} */ (name)][page];
    if (own === null || value === null || name === "kind") return own === value;
    return fold(own).includes(fold(/** @type {string} */ (value)));
  }

  /** Whether a page fits all filters. @param {number} page @param {Filter[]} filters */
  passes(page, filters) {
    return filters.every(({ name, any, negated }) => any.some((value) => this.#has(page, name, value)) !== negated);
  }
}
