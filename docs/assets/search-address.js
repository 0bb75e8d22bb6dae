// @ts-check
/** What is asked for, as it stands in an address: `?q=疫情&literal=1&sort=left`. It can be linked and comes back. */

/**
 * @typedef {"date" | "-date" | "number" | "left" | "right"} Sort
 * @typedef {{ q: string, literal: boolean, numerals: boolean, scope: "paragraph" | "speech", copies: boolean, sort: Sort }} Asked
 */

const SORTS = /** @type {Sort[]} */ (["date", "-date", "number", "left", "right"]);

/** The site's root. */
export const ROOT = new URL("../", import.meta.url);

/**
 * What an address or a form asks for; what it names and there is not is as if not named.
 * @param {URLSearchParams} given
 * @returns {Asked}
 */
export function read(given) {
  return {
    q: given.get("q") ?? "",
    literal: given.get("literal") === "1",
    numerals: given.get("numerals") === "1",
    scope: given.get("scope") === "speech" ? "speech" : "paragraph",
    copies: given.get("copies") === "1",
    sort: SORTS.find((sort) => sort === given.get("sort")) ?? "date",
  };
}

/** The part of an address that the page of a speech understands, too. @param {Asked} asked */
function terms({ q, literal, numerals, scope }) {
  const given = new URLSearchParams(q ? { q } : {});
  if (literal) given.set("literal", "1");
  if (numerals) given.set("numerals", "1");
  if (scope === "speech") given.set("scope", scope);
  return given;
}

/** The address of the search page that asks for this. @param {Asked} asked */
export function searching(asked) {
  const given = terms(asked);
  if (asked.copies) given.set("copies", "1");
  if (asked.sort !== "date") given.set("sort", asked.sort);
  const address = new URL("search/index.html", ROOT);
  address.search = String(given);
  return address.href;
}

/** The lasting address of a paragraph, to cite. @param {{ address: string, anchor: string }} place */
export const citable = ({ address, anchor }) => new URL(`speeches/${address}/#${anchor}`, ROOT).href;

/**
 * The address of an occurrence: its paragraph, where all occurrences of the page will be marked.
 * @param {Asked} asked
 * @param {{ address: string, anchor?: string }} place
 */
export function arriving(asked, { address, anchor }) {
  const found = new URL(`speeches/${address}/index.html`, ROOT);
  found.search = String(terms(asked));
  found.hash = anchor ?? "";
  return found.href;
}
