// @ts-check
/**
 * What somebody pastes to have it checked: the quotation, cut into pieces, and what is said of where it comes from.
 * Pure.
 */

import { fold } from "./fold.js";

/**
 * @typedef {{ kind: "date" | "title", text: string, value: string }} Claim value: a date as "2020-02-23" or, without
 *   its year, "--02-23" (ISO 8601:2000), a title's own words
 * @typedef {{ quotation: string, claims: Claim[] }} Pasted
 */

/** Shorter sentences, in folded units, are checked together with their neighbours. */
export const SHORT = 8;
/** Longer ones are cut at commas. */
const LONG = 300;
/** So much may stand around a quotation, in folded units: who said it, where and when. With more, all of it is the quotation. */
export const OUTSIDE = 100;

const DATE = /(?<!\d)(\d{4})(?:年|[-.\/])(?:(\d{1,2})(?:月|[-.\/](?=\d)|(?!\d))(?:(\d{1,2})日?)?)?/g;
const DAY = /(?<![\d年\-.\/])(\d{1,2})月(\d{1,2})日/g; // of a year that is not told
const TITLE = /《([^》]+)》|在([^，。；：！？“”《》\n]{2,80})上的(?:重要)?(?:讲话|发言|致辞|演讲|报告|总结)/gu;
const QUOTED = /“([^”]*)”|"([^"]*)"|「([^」]*)」/gu;
/** At the end of what is not in quotation marks: —— who, in what, or that in brackets. */
const SOURCE = /(?:(?:——|—|--)[^\n]*|[（(][^（）()\n]*[）)]|\n[^\n]*《[^\n]*)\s*$/u;

/** @param {RegExpMatchArray} match @returns {Claim} */
function dated([text, year, month, day]) {
  const value = [year, month, day].filter(Boolean).map((part) => part.padStart(2, "0"));
  return { kind: "date", text, value: value.join("-") };
}

/** What is said of a quotation's source. @param {string} text @returns {Claim[]} */
export function claims(text) {
  const plain = text.normalize("NFKC");
  const days = Array.from(plain.matchAll(DAY), ([text, month, day]) => ({
    kind: /** @type {const} */ ("date"),
    text,
    value: `--${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
  }));
  const titles = Array.from(text.matchAll(TITLE), (match) => ({
    kind: /** @type {const} */ ("title"),
    text: match[0],
    value: match[1] ?? match[0],
  }));
  return [...Array.from(plain.matchAll(DATE), dated), ...days, ...titles];
}

/** What stands in quotation marks. @param {RegExpMatchArray} match of QUOTED */
const inside = ([, ...kinds]) => kinds.find((text) => text !== undefined) ?? "";

/** The longest “…” that is all of a text or most of it, or that a colon introduces. @param {string} text */
function quoted(text) {
  const length = fold(text).length;
  const all = Array.from(text.matchAll(QUOTED)).sort((a, b) => b[0].length - a[0].length);
  return all.find(({ 0: whole, index }) => {
    const [before, own] = [text.slice(0, index).trimEnd(), fold(whole).length];
    return length - own <= OUTSIDE && (!before || /[:：]$/.test(before) || own * 2 >= length);
  });
}

/**
 * A quotation apart from what is said of it.
 * @param {string} text as pasted
 * @returns {Pasted}
 */
export function pasted(text) {
  const found = quoted(text);
  if (found) {
    const rest = `${text.slice(0, found.index)}\n${text.slice(found.index + found[0].length)}`;
    return { quotation: inside(found), claims: claims(rest) };
  }
  const source = SOURCE.exec(text)?.[0] ?? "";
  const told = claims(source);
  return { quotation: told.length ? text.slice(0, -source.length) : text, claims: told };
}

/**
 * @param {string} text
 * @param {RegExp} at the end of a piece
 * @returns {string[]} pieces that are long enough to say something
 */
function cut(text, at) {
  const found = /** @type {string[]} */ ([]);
  for (const piece of text.split(at).filter((one) => fold(one))) {
    const last = found[found.length - 1];
    if (last !== undefined && (fold(last).length < SHORT || fold(piece).length < SHORT))
      found[found.length - 1] += piece;
    else found.push(piece);
  }
  return found;
}

/** The lines of a quotation. @param {string} text */
export const lines = (text) =>
  text
    .split(/[\r\n\u2028\u2029]+/u)
    .map((line) => line.trim())
    .filter((line) => fold(line));

/** The sentences of a line. @param {string} text */
export const sentences = (text) =>
  cut(text, /(?<=[。！？!?；;…][”’」』）)》]*)(?![。！？!?；;…”’」』）)》])/u).flatMap((one) =>
    fold(one).length > LONG ? cut(one, /(?<=[，,、：:])/u) : [one],
  );
