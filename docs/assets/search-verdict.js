// @ts-check
/** The check of a quotation: what of it stands in the texts, and whether what is said of its source is right. */

import { fold } from "./fold.js";
import { breath } from "./search-library.js";
import { PLACES, nearly, verbatim } from "./search-near.js";
import { OUTSIDE, SHORT, claims, lines, pasted, sentences } from "./search-quote.js";

/**
 * @typedef {import("./search-library.js").Library} Library
 * @typedef {import("./search-near.js").Place} Place
 * @typedef {{ text: string, verdict: "verbatim" | "near" | "absent", places: Place[], more: boolean }} Piece more: there
 *   are other places
 * @typedef {{ kind: "date" | "title", text: string, right: boolean, actual: string[] }} Judged
 * @typedef {{ pieces: Piece[], claims: Judged[] }} Checked
 */

/** @param {Library} library @param {string} text @returns {Promise<Piece | null>} null: not word for word */
async function exactly(library, text) {
  const places = await verbatim(library, fold(text));
  const more = places.length > PLACES;
  return places.length ? { text, verdict: "verbatim", places: places.slice(0, PLACES), more } : null;
}

/**
 * A piece that does not stand there word for word.
 * @param {Library} library
 * @param {string} text
 * @returns {Promise<Piece>}
 */
async function approximately(library, text) {
  const found = await nearly(library, text);
  const places = found.filter(({ distance }) => distance === found[0].distance).map(({ place }) => place);
  return { text, verdict: places.length ? "near" : "absent", places, more: false };
}

/** @param {Library} library @param {string} text @returns {Promise<Piece | null>} null: not nearly either */
async function nearby(library, text) {
  const found = await approximately(library, text);
  return found.verdict === "near" ? found : null;
}

/**
 * Whether of a piece's beginning less than half stands where the piece nearly does.
 * @param {string} beginning
 * @param {Piece} piece
 */
function foreign(beginning, { places: [place] }) {
  const size = fold(beginning).length;
  let [left, same] = [size, 0];
  for (const [kind, text] of place?.runs.filter(([kind]) => kind !== "ins") ?? []) {
    const own = Math.min(left, fold(text).length);
    left -= own;
    if (kind === "same") same += own;
  }
  return same * 2 < size;
}

/**
 * A sentence: all of it, or what leads to a quotation (他强调，) apart from the quotation.
 * @param {Library} library
 * @param {string} text
 * @returns {Promise<Piece[]>}
 */
async function sentence(library, text) {
  const judge = async (/** @type {string} */ one) =>
    (await exactly(library, one)) ?? (await approximately(library, one));
  const whole = await judge(text);
  if (whole.verdict === "verbatim") return [whole];
  const kinds = whole.verdict === "absent" ? [exactly, nearby] : [exactly];
  for (const find of kinds)
    for (const { index } of text.matchAll(/[，,：:]/gu)) {
      const [before, rest] = [text.slice(0, index + 1), text.slice(index + 1)];
      if (fold(rest).length < SHORT || fold(before).length > OUTSIDE) break;
      const found = foreign(before, whole) ? await find(library, rest) : null;
      if (found) return [await judge(before), found];
    }
  return [whole];
}

/**
 * A quotation in the largest pieces that stand there word for word; of the others each sentence.
 * @param {Library} library
 * @param {string} quotation
 */
async function pieces(library, quotation) {
  const all = fold(quotation) ? await exactly(library, quotation) : null;
  if (all) return [all];
  const found = /** @type {Piece[]} */ ([]);
  for (const line of lines(quotation)) {
    const whole = await exactly(library, line);
    if (whole) found.push(whole);
    else for (const one of sentences(line)) found.push(...(await sentence(library, one)));
    await breath();
  }
  return found;
}

/**
 * What is said of a quotation's source against where it was found.
 * @param {import("./search-quote.js").Claim} claim
 * @param {Library} library
 * @param {Set<string>} addresses
 * @returns {Judged}
 */
function judged({ kind, text, value }, { pages }, addresses) {
  const rows = pages.rows.filter(({ address }) => addresses.has(address));
  if (kind === "date") {
    const dates = [...new Set(rows.flatMap(({ date }) => date ?? []))];
    const agrees = (/** @type {string} */ date) =>
      value.startsWith("--") ? date.slice(5) === value.slice(2) : date.startsWith(value) || value.startsWith(date);
    return { kind, text, right: dates.some(agrees), actual: dates };
  }
  const same = (/** @type {string | null} */ own) =>
    !!own && (fold(own).includes(fold(value)) || fold(value).includes(fold(own)));
  const right = rows.some(({ title, occasion }) => same(title) || same(occasion));
  return { kind, text, right, actual: [...new Set(rows.map(({ title }) => title))] };
}

/** The pages that most of a quotation was found on. @param {Piece[]} found */
function sources(found) {
  const units = /** @type {Map<string, number>} */ (new Map());
  for (const { text, places } of found)
    for (const address of new Set(places.map((place) => place.address)))
      units.set(address, (units.get(address) ?? 0) + fold(text).length);
  const most = Math.max(...units.values());
  return new Set([...units.keys()].filter((address) => units.get(address) === most));
}

/** What is said before a quotation without marks (2月23日，他强调，…), if that is no part of the texts. @param {Piece[]} found */
const lead = ([first, ...others]) =>
  others.length && first.verdict !== "verbatim" && fold(first.text).length <= OUTSIDE ? claims(first.text) : [];

/**
 * Whether a quotation stands in the texts, and what is said of its source is right.
 * @param {Library} library
 * @param {string} text as pasted
 * @returns {Promise<Checked>}
 */
export async function check(library, text) {
  const { quotation, claims: told } = pasted(text);
  const found = await pieces(library, quotation);
  const addresses = sources(found);
  const all = told.length ? told : lead(found);
  return { pieces: found, claims: all.map((claim) => judged(claim, library, addresses)) };
}
