// @ts-check
/**
 * The language of the search: what a query asks. Nothing is thrown: what cannot be understood is told, and its plain
 * text is searched. Pure; docs/guide/search.md explains the language, tests/cases/search.toml has its cases.
 */

import { fold } from "./fold.js";

/**
 * `kinds`: key → name; without them any kind will do.
 * @typedef {{ literal?: boolean, numerals?: boolean, scope?: "paragraph" | "speech",
 *   kinds?: Record<string, string> }} Options
 *
 * What is to stand there: `parts` with so many (least, most) of any characters between them, in the text itself if
 * literal, else in the folded text. An occurrence within an occurrence of one of `unless` is none.
 * @typedef {{ literal: boolean, parts: string[], gaps: [number, number][], unless: string[] }} Phrase
 *
 * One of some phrases; `within` so many characters of one of the step before, if there is one.
 * @typedef {{ any: Phrase[], within: number | null }} Step
 * @typedef {{ not: boolean, steps: Step[] }} Clause
 *
 * Dates; "" is open.
 * @typedef {{ from: string, to: string }} Span
 *
 * `value` is what was written, a kind's key for its name; start and end are where all of it stands in the query (UTF-16
 * units); null is what is not known.
 * @typedef {{ name: string, value: string, any: (string | Span | null)[], negated: boolean, start: number, end:
 *   number }} Filter
 *
 * @typedef {{ key: string, values: Record<string, string> }} Problem
 * @typedef {{ text: string, numerals: boolean, scope: "paragraph" | "speech", clauses: Clause[], filters: Filter[],
 *   problems: Problem[] }} Query
 *
 * @typedef {{ type: "word" | "quote" | "filter" | "range" | "or" | "near", text: string, name: string, not: boolean,
 *   start: number, end: number }} Token
 */

/** So many characters of a query are read. */
const LONGEST = 1000;
/** So many characters a * stands for at most. */
const ANY = 20;

const CLOSING = /** @type {Record<string, string>} */ ({ '"': '"', "“": "”", "「": "」" });
const NAMES = ["title", "year", "kind", "place", "speaker"];
const DIGITS = new Map([..."〇一二三四五六七八九零"].map((digit, n) => [digit, String(n % 10)]));

// What stands at a place of the query, tried in this order.
const SPACE = /\s+/uy;
const OR = /[|｜]/uy;
const NEAR = /[~～]([0-9０-９]*)(?=[\s|｜]|$)/uy;
const NOT = /[-－]/uy;
const FILTER = /([a-z]+)[:：]("[^"]*"|“[^”]*”|「[^」]*」|\S*)/iuy;
const RANGE = /[\d-]*\.\.[\d-]*(?=\s|$)/uy;
const QUOTE = /["“「]/uy;
const WORD = /[^\s|｜]+/uy;

/**
 * A text as it is compared where 〇一二三 and 0123 are the same.
 * @param {string} text
 */
export function foldNumerals(text) {
  return fold(text.replaceAll("○", "〇")).replace(/[〇一二三四五六七八九零]/gu, (digit) => DIGITS.get(digit) ?? digit);
}

/** A sticky pattern at a place. @param {RegExp} pattern @param {string} text @param {number} at */
function match(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * Where a quotation ends that begins here: only before a space or the end, else the marks belong to the words.
 * @param {string} text
 * @param {number} at of the opening mark
 * @returns {number | null} of the closing mark; null: it is missing; NaN: no quotation
 */
function closing(text, at) {
  const mark = CLOSING[text[at]];
  let end = text.indexOf(mark, at + 1);
  if (end < 0) return null;
  while (end > 0 && !/^([\s|｜]|$)/u.test(text.slice(end + 1, end + 2))) end = text.indexOf(mark, end + 1);
  return end < 0 ? NaN : end;
}

/**
 * The pieces of a query.
 * @param {string} text
 * @param {Problem[]} problems gets what is wrong
 */
function tokens(text, problems) {
  const found = /** @type {Token[]} */ ([]);
  let at = 0;
  while (at < text.length) {
    const space = match(SPACE, text, at);
    const token = space ? null : next(text, at, problems);
    if (token) found.push(token);
    at = token ? token.end : at + (space?.[0].length ?? 1);
  }
  return found;
}

/**
 * The piece of a query that begins here; null if it is a sign without a word.
 * @param {string} text
 * @param {number} start
 * @param {Problem[]} problems
 * @returns {Token | null}
 */
function next(text, start, problems) {
  /** @type {(type: Token["type"], found: string, end: number, name?: string) => Token} */
  const token = (type, found, end, name = "") => ({ type, text: found, name, not, start, end });
  let not = false;
  if (match(OR, text, start)) return token("or", "", start + 1);
  const near = match(NEAR, text, start);
  if (near) return token("near", near[1].normalize("NFKC"), start + near[0].length);
  not = match(NOT, text, start) !== null;
  const at = start + Number(not);
  if (not && !match(WORD, text, at)) {
    problems.push({ key: "minus", values: {} });
    return null;
  }
  const range = match(RANGE, text, at);
  if (range && range[0].length > 2) return token("range", range[0], at + range[0].length, "date");
  const filter = match(FILTER, text, at);
  if (filter) return token("filter", filter[2], at + filter[0].length, filter[1].toLowerCase());
  const end = match(QUOTE, text, at) ? closing(text, at) : NaN;
  if (end === null) problems.push({ key: "quote", values: {} });
  else if (end > at + 1) return token("quote", text.slice(at + 1, end), end + 1);
  const word = match(WORD, text, at)?.[0] ?? "";
  return token("word", word, at + word.length);
}

/** Exactly these characters. @param {string} text @returns {Phrase} */
const literally = (text) => ({ literal: true, parts: [text], gaps: [], unless: [] });

/** What so many wildcards stand for. @param {string} signs @returns {[number, number]} least, most */
function gap(signs) {
  const least = signs.replaceAll("*", "").length;
  return [least, signs.includes("*") ? least + ANY : least];
}

/**
 * What a word asks for.
 * @param {string} word
 * @param {(text: string) => string} plain how it is folded
 * @returns {Phrase}
 */
function phrase(word, plain) {
  const [short, ...longer] = word.split("-").map(plain);
  const part = short && longer.length && longer.every((one) => one !== short && one.includes(short));
  if (part && !/[?*]/.test(word)) return { literal: false, parts: [short], gaps: [], unless: longer };
  const pieces = word.split(/([?*]+)/);
  const parts = pieces.filter((_, n) => n % 2 === 0).map(plain);
  const gaps = pieces.filter((_, n) => n % 2).map(gap);
  if (!parts.join("")) return literally(word);
  if (!parts[0]) gaps[0]?.splice(1, 1, gaps[0][0]); // any number before the first character says nothing
  return { literal: false, parts, gaps, unless: [] };
}

/** A year, month or day as "2020", "2020-03", "2020-03-05"; null if it is none. @param {string} text */
function date(text) {
  const found = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  if (!found) return null;
  const parts = found
    .slice(1)
    .filter(Boolean)
    .map((part) => part.padStart(2, "0"));
  const [year, month = "01", day = "01"] = parts;
  const real = new Date(`${year}-${month}-${day}T00:00Z`);
  return real.getUTCDate() === Number(day) ? parts.join("-") : null; // also for no date: NaN
}

/**
 * From one date to another; null if that is not written.
 * @param {string} text "2020", "2020-03..", "2020..2021-05"
 * @returns {Span | null}
 */
function span(text) {
  const [from, to] = text.includes("..") ? text.split("..") : [text, text];
  const [first, last] = [from && date(from), to && date(to)];
  if (first === null || last === null || (last && first.slice(0, last.length) > last)) return null;
  return { from: first, to: last };
}

/**
 * What one value of a filter means: undefined if nothing.
 * @param {string} name
 * @param {string} value
 * @param {Record<string, string> | undefined} kinds
 */
function meaning(name, value, kinds) {
  if (value === "-" && name !== "title") return null;
  if (name === "year" || name === "date") return span(value.normalize("NFKC")) ?? undefined;
  if (name !== "kind" || !kinds) return value;
  return Object.keys(kinds).find((key) => key === value || kinds[key] === value);
}

/** A filter's value without its quotation marks. @param {string} text @param {Problem[]} problems */
function unquoted(text, problems) {
  const mark = CLOSING[text[0]];
  if (!mark) return text;
  if (text.length > 1 && text.endsWith(mark)) return text.slice(1, -1);
  problems.push({ key: "quote", values: {} });
  return text.slice(1);
}

/**
 * A filter, or what of it is searched as words.
 * @param {Token} token
 * @param {Options} options
 * @param {Problem[]} problems
 * @returns {Filter | string}
 */
function filter({ name, text, not, start, end }, { kinds }, problems) {
  if (name !== "date" && !NAMES.includes(name)) {
    problems.push({ key: "filter", values: { name } });
    return `${name}:${text}`;
  }
  const bare = unquoted(text, problems);
  const any = bare
    .split(/[|｜]/u)
    .filter((value) => value.trim())
    .map((value) => meaning(name, value, kinds));
  if (!any.length) {
    problems.push({ key: "empty", values: { name } });
    return "";
  }
  if (!any.includes(undefined)) {
    const value = name === "kind" ? any.map((one) => one ?? "-").join("|") : bare;
    return { name, value, any: /** @type {Filter["any"]} */ (any), negated: not, start, end };
  }
  problems.push({ key: name === "kind" ? "kind" : "date", values: { value: bare } });
  return bare;
}

/**
 * The clauses that pieces make.
 * @param {Token[]} pieces words, quotations and signs
 * @param {(text: string) => string} plain
 * @param {Problem[]} problems
 */
function assemble(pieces, plain, problems) {
  const clauses = /** @type {Clause[]} */ ([]);
  const tell = (/** @type {Token} */ { type }) => problems.push({ key: type === "or" ? "bar" : "near", values: {} });
  let sign = /** @type {Token | null} */ (null); // | or ~, which the next piece answers
  for (const piece of pieces) {
    if (piece.type === "or" || piece.type === "near") {
      if (sign || !clauses.length || (piece.type === "near" && !piece.text)) tell(piece);
      else sign = piece;
      continue;
    }
    if (sign && piece.not) tell(sign);
    const one = piece.type === "quote" ? literally(piece.text) : phrase(piece.text, plain);
    const steps = clauses.at(-1)?.steps ?? [];
    if (!sign || piece.not) clauses.push({ not: piece.not, steps: [{ any: [one], within: null }] });
    else if (sign.type === "or") steps.at(-1)?.any.push(one);
    else steps.push({ any: [one], within: Number(sign.text) });
    sign = null;
  }
  if (sign) tell(sign);
  return clauses;
}

/**
 * What a query asks.
 * @param {string} whole as typed
 * @param {Options} [options]
 * @returns {Query}
 */
export function parse(whole, options = {}) {
  const problems = /** @type {Problem[]} */ ([]);
  const text = [...whole].slice(0, LONGEST).join("");
  if (text !== whole) problems.push({ key: "long", values: {} });
  const { numerals = false, scope = "paragraph" } = options;
  const query = { text, numerals, scope, problems, filters: /** @type {Filter[]} */ ([]) };
  if (options.literal) {
    const any = text.trim() ? [literally(text.trim())] : [];
    return { ...query, clauses: any.map((one) => ({ not: false, steps: [{ any: [one], within: null }] })) };
  }
  const pieces = tokens(text, problems).flatMap((token) => {
    if (token.type !== "filter" && token.type !== "range") return [token];
    const found = filter(token, options, problems);
    if (typeof found !== "string") query.filters.push(found);
    return typeof found === "string" && found ? [{ ...token, type: /** @type {const} */ ("word"), text: found }] : [];
  });
  const clauses = assemble(pieces, numerals ? foldNumerals : fold, problems);
  if (clauses.length && clauses.every(({ not }) => not)) problems.push({ key: "only", values: {} });
  return { ...query, clauses };
}
