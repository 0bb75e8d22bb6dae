// @ts-check
/** Where what a query asks stands in a text. Pure: the search's worker counts by it, a speech's page marks by it. */

import { fold, folded } from "./fold.js";
import { foldNumerals } from "./search-query.js";

/**
 * @typedef {import("./search-query.js").Phrase} Phrase
 * @typedef {import("./search-query.js").Step} Step
 * @typedef {import("./search-query.js").Clause} Clause
 * @typedef {import("./search-query.js").Query} Query
 * @typedef {[number, number]} Place start and end
 */

/** A text, folded once it is asked for. */
export class Text {
  /** @param {string} source */
  constructor(source) {
    this.source = source;
    this.plain = /** @type {string | undefined} */ (undefined);
    this.digits = /** @type {string | undefined} */ (undefined);
  }

  /** @param {boolean} numerals whether 〇一二三 are 0123 */
  folded(numerals) {
    return numerals ? (this.digits ??= foldNumerals(this.source)) : (this.plain ??= fold(this.source));
  }
}

// --- one phrase, in UTF-16 units of the text or of the folded text --------------------------------

/** Where a string stands, overlapping; the empty one everywhere. @param {string} text @param {string} part */
function starts(text, part) {
  const found = [];
  for (let at = text.indexOf(part); at >= 0; at = at < text.length ? text.indexOf(part, at + 1) : -1) found.push(at);
  return found;
}

/** Whether a character would be cut in half here. @param {string} text @param {number} at */
const cuts = (text, at) => /[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(Math.max(0, at - 1), at + 1));

/**
 * Whether a part that stands here is part of one of some longer strings.
 * @param {string} text
 * @param {number} at
 * @param {string} part
 * @param {string[]} longer
 */
const within = (text, at, part, longer) =>
  longer.some((one) => starts(one, part).some((inner) => at >= inner && text.startsWith(one, at - inner)));

/**
 * Parts in their order with gaps between them: for each beginning the shortest. From the last part to the first, so
 * that the work grows with the parts and with the text, never with their combinations.
 * @param {string} text
 * @param {Phrase} phrase
 * @returns {Place[]}
 */
function wild(text, { parts, gaps }) {
  /** @type {Map<number, number> | null} */
  let ends = null;
  for (let n = parts.length; n--;) {
    const found = new Map();
    for (const at of starts(text, parts[n])) {
      if (cuts(text, at)) continue;
      const end = ends ? nearest(text, at + parts[n].length, gaps[n], ends) : at + parts[n].length;
      if (end !== undefined) found.set(at, end);
    }
    ends = found;
  }
  return [...(ends ?? [])];
}

/**
 * The first of some ends that is so many characters behind a place.
 * @param {string} text
 * @param {number} from
 * @param {[number, number]} gap
 * @param {Map<number, number>} ends by where what ends there starts
 */
function nearest(text, from, [least, most], ends) {
  let best = /** @type {number | undefined} */ (undefined);
  for (let [at, n] = [from, 0]; n <= most && at <= text.length; n += 1) {
    const end = n < least ? undefined : ends.get(at);
    if (end !== undefined && (best === undefined || end < best)) best = end;
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return best;
}

/**
 * Where a phrase stands, in units of the text if it is literal, else of the folded text.
 * @param {Text} text
 * @param {Phrase} phrase
 * @param {boolean} numerals
 * @returns {Place[]}
 */
function units(text, phrase, numerals) {
  const { literal, parts, unless } = phrase;
  const whole = literal ? text.source : text.folded(numerals);
  const part = parts[0];
  if (parts.length > 1) return parts.every((one) => whole.includes(one)) ? wild(whole, phrase) : [];
  const places = starts(whole, part).map((at) => /** @type {Place} */ ([at, at + part.length]));
  if (literal) return places.filter((place) => !place.some((at) => cuts(whole, at)));
  return unless.length ? places.filter(([at]) => !within(whole, at, part, unless)) : places;
}

// --- in characters ---------------------------------------------------------------------------------

/** For each unit of a text the character it is part of. @param {string} text */
const characters = (text) => [...text].flatMap((character, n) => (character.length > 1 ? [n, n] : [n]));

/**
 * From units to characters, which numerals do not change.
 * @param {Text} text
 * @param {boolean} literal
 * @param {boolean} numerals
 */
function positions(text, literal, numerals) {
  if (literal) return characters(text.source);
  return folded(numerals ? text.source.replaceAll("○", "〇") : text.source).at;
}

/** How many of some rising numbers are below one. @param {ArrayLike<number>} numbers @param {number} bound */
export function fewer(numbers, bound) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether one of some rising numbers is in a range. @param {Float64Array} numbers @param {number} from @param {number} to */
const among = (numbers, from, to) => numbers[fewer(numbers, from)] <= to;

const MARK = /\p{M}/u;

/** Where phrases stand in one text, in characters. */
class Places {
  /** @param {Text} text @param {boolean} numerals */
  constructor(text, numerals) {
    this.text = text;
    this.numerals = numerals;
    this.at = /** @type {Record<string, number[]>} */ ({});
    this.characters = MARK.test(text.source) ? [...text.source] : null;
  }

  /** The end of a place, with the marks that belong to its last character. @param {number} end */
  marked(end) {
    while (this.characters && MARK.test(this.characters[end] ?? "")) end += 1;
    return end;
  }

  /** @param {Phrase} phrase @returns {Place[]} */
  of(phrase) {
    const found = units(this.text, phrase, this.numerals);
    if (!found.length) return found;
    const at = (this.at[String(phrase.literal)] ??= positions(this.text, phrase.literal, this.numerals));
    return found.map(([start, end]) => [at[start], this.marked(at[end - 1] + 1)]);
  }

  /** What stands at one place is there once. @param {Phrase[]} phrases */
  any(phrases) {
    if (phrases.length === 1) return this.of(phrases[0]);
    const seen = new Set();
    const fresh = (/** @type {Place} */ place) => !seen.has(`${place}`);
    return phrases.flatMap((phrase) => {
      const places = this.of(phrase).filter(fresh);
      for (const place of places) seen.add(`${place}`);
      return places;
    });
  }

  /**
   * Those of some places that are near one of others.
   * @param {Place[]} places
   * @param {Place[]} others
   * @param {number} most characters between them
   */
  near(places, others, most) {
    const starts = Float64Array.from(others, ([start]) => start).sort();
    const ends = Float64Array.from(others, ([, end]) => end).sort();
    return places.filter(([start, end]) => among(starts, end, end + most) || among(ends, start - most, start));
  }

  /** The places of a clause's steps that are near enough to each other. @param {Clause} clause @returns {Place[]} */
  chain({ steps }) {
    if (!steps.every(({ any }) => any.some((phrase) => units(this.text, phrase, this.numerals).length))) return [];
    const found = steps.map(({ any }) => this.any(any));
    for (let n = 1; n < steps.length; n += 1) found[n] = this.near(found[n], found[n - 1], steps[n].within ?? 0);
    for (let n = steps.length; --n;) found[n - 1] = this.near(found[n - 1], found[n], steps[n].within ?? 0);
    return [...new Map(found.flat().map((place) => [`${place}`, place])).values()];
  }
}

// --- a query ---------------------------------------------------------------------------------------

/** What a query wants to be there. @param {Query} query */
const wanted = ({ clauses }) => clauses.filter(({ not }) => !not);

/** Whether a text has what a clause names. @param {Text} text @param {Clause} clause @param {boolean} numerals */
function has(text, clause, numerals) {
  if (clause.steps.length > 1) return new Places(text, numerals).chain(clause).length > 0;
  return clause.steps[0].any.some((phrase) => units(text, phrase, numerals).length > 0);
}

/**
 * Whether texts, all of a speech's paragraphs or one, have what a query wants and nothing of what it doesn't.
 * @param {Text[]} texts
 * @param {Query} query
 */
export const fits = (texts, { clauses, numerals }) =>
  clauses.every((clause) => clause.not !== texts.some((text) => has(text, clause, numerals)));

/**
 * The occurrences of a query in a paragraph, whether or not the paragraph fits it.
 * @param {Text} text
 * @param {Query} query
 * @returns {Place[]} in their order, in characters
 */
export function occurrences(text, query) {
  const places = new Places(text, query.numerals);
  const seen = new Set();
  const found = wanted(query).flatMap((clause) => {
    const own = clause.steps.length > 1 ? places.chain(clause) : places.any(clause.steps[0].any);
    const fresh = own.filter((place) => !seen.has(`${place}`));
    for (const place of fresh) seen.add(`${place}`);
    return fresh;
  });
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/**
 * The phrases whose occurrences are just added up, since no two of them can be at one place; null if they must be
 * compared.
 * @param {Query} query
 */
function apart(query) {
  const steps = wanted(query).flatMap((clause) => clause.steps);
  const phrases = [
    ...new Map(steps.flatMap(({ any }) => any).map((phrase) => [JSON.stringify(phrase), phrase])).values(),
  ];
  if (steps.some(({ within }) => within !== null)) return null;
  const simple = phrases.every(({ literal, parts }) => literal === phrases[0].literal && parts.length === 1);
  const different = new Set(phrases.map(({ parts }) => parts[0])).size === phrases.length;
  return phrases.length === 1 || (simple && different) ? phrases : null;
}

/**
 * Counts the occurrences in a paragraph. In scope "speech" it need not fit alone.
 * @param {Query} query
 * @returns {(text: Text) => number}
 */
export function counter(query) {
  const phrases = apart(query);
  const alone = query.scope === "paragraph" && query.clauses.length > 1;
  return (text) => {
    if (alone && !fits([text], query)) return 0;
    if (!phrases) return occurrences(text, query).length;
    return phrases.reduce((sum, phrase) => sum + units(text, phrase, query.numerals).length, 0);
  };
}

/**
 * The occurrences in one paragraph: none if it does not fit the query. In scope "speech" it need not fit alone.
 * @param {string | string[]} source a text or its characters
 * @param {Query} query
 * @returns {Place[]} in characters
 */
export function matches(source, query) {
  const text = new Text(typeof source === "string" ? source : source.join(""));
  return query.scope === "paragraph" && !fits([text], query) ? [] : occurrences(text, query);
}
