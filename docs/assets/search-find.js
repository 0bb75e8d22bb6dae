// @ts-check
/** One search: from a query to its occurrences, told as they are found until all are. Counts are never estimated. */

import { lines, total } from "./search-kwic.js";
import { breath } from "./search-library.js";
import { counter, fits } from "./search-match.js";
import { candidates, counted, listed } from "./search-plan.js";
import { parse } from "./search-query.js";
import { facets, months } from "./search-sums.js";

/**
 * @typedef {import("./search-kwic.js").Hit} Hit
 * @typedef {import("./search-kwic.js").Line} Line
 * @typedef {import("./search-library.js").Library} Library
 * @typedef {import("./search-plan.js").Candidate} Candidate
 * @typedef {import("./search-query.js").Query} Query
 *
 * @typedef {{ literal: boolean, numerals: boolean, scope: "paragraph" | "speech", copies: boolean, sort:
 *   import("./search-kwic.js").Sort, size: number, from: number, each: number }} Options
 *
 * @typedef {import("./search-catalogue.js").Catalogue["rows"][number]} Row
 * @typedef {{ query: Pick<Query, "text" | "problems" | "filters">, options: Options, exact: boolean, sorting:
 *   boolean, checked: [number, number], occurrences: number, paragraphs: number | null, speeches: number, elsewhere: { occurrences:
 *   number, speeches: number }, lines: Line[], more: boolean, pages: { address: string, occurrences: number, from: number
 *   }[], titles: Pick<Row, "address" | "title" | "date">[], facets: ReturnType<typeof facets>, months: ReturnType<typeof months>
 *   }} Found
 *
 * @typedef {{ stopped: boolean }} Task
 */

const DEFAULTS = /** @type {Options} */ ({
  literal: false,
  numerals: false,
  scope: "paragraph",
  copies: false,
  sort: "date",
  size: 50,
  from: 0,
  each: Infinity,
});

/** So long nothing is told, and so long one goes on without looking whether one is to stop; in milliseconds. */
const QUIET = 100;
const BREATH = 40;
/** Telling takes no more than this part of the time. */
const SHARE = 0.2;

/**
 * What was found, by what was asked: asked again, perhaps for other lines of it, it is there. The last one is kept.
 */
class Result {
  /** @type {Hit[]} on the pages that are searched, in the order of time */
  hits = [];
  /** @type {Hit[]} on the other witnesses' pages */
  others = [];
  /** @type {Map<string, Promise<import("./search-kwic.js").Place[]>>} */
  sorted = new Map();
  /** How many of the paragraphs that may have occurrences have been looked at, and of how many. */
  checked = /** @type {[number, number]} */ ([0, 0]);

  #library;
  #asked;

  /** @param {Library} library @param {string} asked */
  constructor(library, asked) {
    this.#library = library;
    this.#asked = asked;
  }

  /** Whether it is what was found there for that. @param {Library} library @param {string} asked */
  answers(library, asked) {
    return this.#library === library && this.#asked === asked;
  }
}

/** @type {Result | null} */
let kept = null;

/** Whether lines are sorted by what stands beside them, for which all are read. @param {Options} options */
const sorts = ({ sort }) => sort === "left" || sort === "right";

export class Find {
  #library;
  exact = false;
  sorting = false; // all are counted, their lines are yet to be put in order
  enough = false; // lines for the first time
  /** @type {Found["titles"] | null} */
  titles = null;

  /**
   * @param {Library} library
   * @param {string} text
   * @param {Partial<Options>} options
   * @param {Task} task
   * @param {(found: Found) => void} tell
   */
  constructor(library, text, options, task, tell) {
    this.#library = library;
    this.options = { ...DEFAULTS, ...options };
    this.query = parse(text, { ...this.options, kinds: library.index.strings.kinds });
    this.count = counter(this.query);
    this.task = task;
    this.tell = tell;
    this.heard = performance.now();
    this.next = this.heard + QUIET; // when something is to be told
    const { pages } = library;
    /** For each page whether it is searched for itself; others are for `elsewhere` only. */
    this.passing = pages.rising.map((_, page) => pages.passes(page, this.query.filters));
    const { literal, numerals, scope, copies, sort } = this.options;
    const asked = JSON.stringify([text, literal, numerals, scope, copies, sort === "-date"]);
    this.result = kept?.answers(library, asked) ? kept : new Result(library, asked);
  }

  /** @param {number} page */
  searched(page) {
    return this.passing[page] && (this.options.copies || page < this.#library.pages.columns.bases);
  }

  /** Find all, and tell it. Ends early once the task is stopped. */
  async run() {
    if (this.result !== kept) await this.#look();
    if (this.task.stopped) return;
    kept = this.result;
    this.exact = true;
    this.sorting = sorts(this.options) && !this.result.sorted.size;
    if (this.sorting) await this.#report();
    this.sorting = false;
    await this.#report();
  }

  async #look() {
    const [library, query] = [this.#library, this.query];
    if (query.clauses.every(({ not }) => not)) return;
    const units = library.whole ? null : listed(query);
    if (units !== null) {
      for (const hit of this.#sorted(await counted(library, units))) this.#add(hit);
      return;
    }
    const all = this.#sorted(await candidates(library, query));
    const size = (/** @type {Candidate} */ { page, paragraphs }) =>
      paragraphs?.length ?? library.pages.columns.paragraphs[page];
    this.result.checked[1] = all.reduce((sum, one) => sum + size(one), 0);
    if (this.task.stopped) return;
    for await (const [at, page] of library.read(all.map((one) => one.page))) {
      this.#examine(all[at], page.texts);
      this.result.checked[0] += size(all[at]);
      await this.#pause();
      if (this.task.stopped) return;
    }
  }

  /**
   * What is on pages that fit the filters, in the order of time, other witnesses last.
   * @template {{ page: number }} T
   * @param {T[]} all
   */
  #sorted(all) {
    const { rising, falling } = this.#library.pages;
    const by = new Map(all.map((one) => [one.page, one]));
    const order = (this.options.sort === "-date" ? falling : rising).filter(
      (page) => this.passing[page] && by.has(page),
    );
    const own = order.filter((page) => this.searched(page));
    const others = order.filter((page) => !this.searched(page));
    return [...own, ...others].map((page) => /** @type {T} */ (by.get(page)));
  }

  /** @param {Hit} hit */
  #add(hit) {
    (this.searched(hit.page) ? this.result.hits : this.result.others).push(hit);
  }

  /** @param {Candidate} candidate @param {import("./search-match.js").Text[]} texts */
  #examine({ page, paragraphs }, texts) {
    const { query } = this;
    if (query.scope === "speech" && !fits(texts, query)) return;
    const hit = { page, count: 0, paragraphs: /** @type {number[]} */ ([]) };
    const { first } = this.#library.pages;
    const size = paragraphs?.length ?? texts.length;
    for (let n = 0; n < size; n += 1) {
      const number = paragraphs?.[n] ?? first[page] + n;
      const times = this.count(texts[number - first[page]]);
      if (!times) continue;
      hit.count += times;
      hit.paragraphs.push(number);
    }
    if (hit.count) this.#add(hit);
  }

  /** Tell from time to time, the first lines at once. */
  async #pause() {
    const now = performance.now();
    const { from, size, each, sort } = this.options;
    const enough = !this.#library.whole && sort.endsWith("date") && total(this.result.hits, each) >= from + size;
    if (now > this.next || (enough && !this.enough)) {
      this.enough = enough;
      await this.#report();
      const after = performance.now();
      this.next = after + Math.max(QUIET, (after - now) / SHARE);
    }
    if (now - this.heard < BREATH) return;
    await breath();
    this.heard = performance.now();
  }

  async #report() {
    this.tell(await this.#found());
  }

  async #lines() {
    if (sorts(this.options) && (!this.exact || this.sorting)) return [];
    return lines(this.#library, this.query, this.result, this.options);
  }

  /** @returns {Promise<Found>} what is known now */
  async #found() {
    const { query, options } = this;
    const { pages } = this.#library;
    const { hits, others } = this.result;
    const sum = (/** @type {Hit[]} */ some) => some.reduce((all, hit) => all + hit.count, 0);
    const speeches = (/** @type {Hit[]} */ some) => new Set(some.map((hit) => pages.speeches[hit.page])).size;
    const rows = this.#inTime(hits).map(({ page, count }) => ({ page, occurrences: count }));
    const { text, problems, filters } = query;
    const lines = await this.#lines();
    return {
      query: { text, problems, filters },
      options,
      exact: this.exact,
      sorting: this.sorting,
      checked: [...this.result.checked],
      occurrences: sum(hits),
      paragraphs: hits.some((hit) => !hit.paragraphs)
        ? null
        : hits.reduce((all, hit) => all + (hit.paragraphs?.length ?? 0), 0),
      speeches: speeches(hits),
      elsewhere: { occurrences: sum(others), speeches: speeches(others) },
      lines,
      more: total(hits, options.each) > options.from + options.size,
      pages: this.#pagesOf(lines, rows),
      titles: (this.titles ??= this.#titles()),
      facets: facets(rows, pages),
      months: months(rows, pages, (page) => this.searched(page)),
    };
  }

  /** The pages of some lines; `from` is how many occurrences stand on earlier pages. @param {Line[]} lines @param {{ page: number, occurrences: number }[]} rows */
  #pagesOf(lines, rows) {
    const { address: addresses } = this.#library.pages.columns;
    const shown = new Set(lines.map(({ address }) => address));
    let from = 0;
    return rows.flatMap(({ page, occurrences }) => {
      const own = { address: addresses[page], occurrences, from };
      from += occurrences;
      return shown.has(own.address) ? [own] : [];
    });
  }

  /** @param {Hit[]} hits in either order of time */
  #inTime(hits) {
    if (this.options.sort !== "-date") return hits;
    const by = new Map(hits.map((hit) => [hit.page, hit]));
    return this.#library.pages.rising.flatMap((page) => by.get(page) ?? []);
  }

  /** The pages whose titles fit the query; all that pass, if it is nothing but filters. */
  #titles() {
    const { pages } = this.#library;
    const { clauses, filters } = this.query;
    if (clauses.length ? clauses.every(({ not }) => not) : !filters.length) return [];
    const fitting = pages.rising.filter((page) => this.searched(page) && fits([pages.titles[page]], this.query));
    return fitting.map((page) => {
      const { address, title, date } = pages.rows[page];
      return { address, title, date };
    });
  }
}
