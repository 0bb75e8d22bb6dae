// @ts-check
/**
 * Arriving from the search, `?q=words#p7`: every occurrence on the page is marked, and keys, buttons and a
 * strip along the text lead from one to the next.
 */

import { useVariants } from "./fold.js";
import { button, element, paragraphs, say, word } from "./reading-dom.js";
import { keys } from "./reading-keys.js";
import { ASKS, here, without } from "./reading-links.js";
import { bring } from "./reading-place.js";
import { characters, paint, paintPiece, partsOf, ranges, wipe } from "./reading-text.js";
import { read, ROOT, searching } from "./search-address.js";
import { Files, json } from "./search-files.js";
import { fits, matches, Text } from "./search-match.js";
import { parse } from "./search-query.js";

/**
 * An occurrence, and where it lies in the text: 0 at its beginning, 1 at its end.
 * @typedef {import("./reading-text.js").Piece & { at: number }} Hit
 * @typedef {import("./search-match.js").Place} Place
 * @typedef {import("./search-address.js").Asked} Asked
 */

const SEARCHED = ["q", "literal", "numerals", "scope"]; // in the address
const [ALL, ONE] = ["yl-hit", "yl-hit-now"];
const TICKS = 400; // on the strip more could not be told apart

/** @type {Hit[]} */
let hits = [];
let now = -1; // the one that was gone to
let shown = ""; // the address of the search that they are shown for

const bar = element("div", { class: "yl-hits", role: "group", "aria-label": word("hits-bar") });
const place = element("span", { class: "yl-hits__place", role: "status" });
const strip = element("div");
const pointer = element("b"); // on the strip, the hit that was gone to

const NO_VARIANTS = ["", ""];
const files = new Files(new URL("search/", ROOT));

/** The table of 繁简 and variant characters; where the search's files cannot be had, none. */
async function variants() {
  try {
    return await files.get((await files.index()).variants, json);
  } catch {
    return NO_VARIANTS;
  }
}

/**
 * The occurrences in each paragraph. The table is for these alone: the words that a link carries are folded without it.
 * @param {string[][]} texts
 * @param {Asked} asked
 * @param {string[]} table
 */
function find(texts, asked, table) {
  useVariants(table);
  const query = parse(asked.q, asked);
  const fit = asked.scope === "paragraph" || fits(texts.map((text) => new Text(text.join(""))), query);
  const found = texts.map((text) => (fit ? matches(text, query) : []));
  useVariants(NO_VARIANTS);
  return { text: query.text, found };
}

/** What places of a paragraph cover, once where they overlap. @param {Place[]} places in their order */
function covered(places) {
  /** @type {Place[]} */
  const spans = [];
  for (const [start, end] of places) {
    const last = spans[spans.length - 1];
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else spans.push([start, end]);
  }
  return spans;
}

/** All occurrences in their order. @param {string[][]} texts @param {Place[][]} found in each of them @returns {Hit[]} */
function listed(texts, found) {
  const size = texts.flat().length;
  let before = 0;
  return paragraphs.flatMap((first, n) => {
    const from = before;
    before += texts[n].length;
    return found[n].map(([start, end]) => ({ first, last: first, start, end, at: (from + start) / size }));
  });
}

/** Point out a hit. @param {number} n */
function point(n) {
  now = n;
  const hit = hits[n];
  wipe(ONE);
  paintPiece(ONE, hit);
  document.querySelector(".yl-at")?.classList.remove("yl-at");
  hit.first.classList.add("yl-at");
  place.textContent = word("hits-place", { n: n + 1, total: hits.length });
  pointer.style.insetBlockStart = `${hit.at * 100}%`;
  strip.append(pointer);
}

/** Go to a hit. The focus goes there too, but not out of the bar, whose buttons are pressed again. @param {number} n */
function go(n) {
  point(n);
  bring(ranges(hits[n])[0], hits[n].first);
  if (!bar.contains(document.activeElement)) focus(hits[n].first);
}

/** @param {HTMLElement} paragraph */
function focus(paragraph) {
  paragraph.tabIndex = -1;
  paragraph.focus({ preventScroll: true });
}

/** How far below the window's top a hit is, in px. @param {Hit} hit */
const depth = (hit) => ranges(hit)[0].getBoundingClientRect().top;

/** Go on from the hit that was gone to, if it is in view, else from what is. @param {1 | -1} way */
function step(way) {
  const seen = now >= 0 && depth(hits[now]) >= 0 && depth(hits[now]) < innerHeight;
  const to = seen ? now + way : below() - Number(way < 0);
  go((to + hits.length) % hits.length);
}

/** The first hit that is not above the window, or as if there were one more. */
function below() {
  const found = hits.findIndex((hit) => depth(hit) >= 0);
  return found < 0 ? hits.length : found;
}

/** Go to the hit that is nearest to a click on the strip. @param {MouseEvent} event */
function pick({ clientY }) {
  const { top, height } = strip.getBoundingClientRect();
  const far = (/** @type {Hit} */ { at }) => Math.abs(at - (clientY - top) / height);
  go(hits.indexOf(hits.reduce((best, hit) => (far(hit) < far(best) ? hit : best))));
}
strip.addEventListener("click", pick);

/** Where the hits lie: a tick for each, as far as they can be told apart. The keyboard has better. */
function filledStrip() {
  const places = new Set(hits.map(({ at }) => Math.round(at * TICKS)));
  const ticks = [...places].map((at) => {
    const tick = element("i");
    tick.style.insetBlockStart = `${(at / TICKS) * 100}%`;
    return tick;
  });
  strip.replaceChildren(...ticks);
  return element("div", { class: "yl-strip", "aria-hidden": "true" }, strip);
}

/** The bar over the text. @param {string} text of the query */
function fillBar(text) {
  const total = element("span", { class: "yl-hits__total" }, word("hits", { total: hits.length }));
  const found = element("span", { class: "yl-hits__found" }, total, element("bdi", {}, text));
  const previous = button(word("hit-before"), () => step(-1), { content: "↑" });
  const next = button(word("hit-next"), () => step(1), { content: "↓" });
  const back = element("a", { class: "yl-button", href: shown }, word("hits-search"));
  const away = button(word("hits-clear"), clear, { content: "×" });
  bar.replaceChildren(found, ...(hits.length ? [previous, place, next, filledStrip()] : []), back, away);
  document.querySelector("article")?.prepend(bar);
}

/** Which hit the address leads to: the first of its paragraph, or of all; -1 for none. */
function landing() {
  const piece = here();
  if (!piece) return location.hash || !hits.length ? -1 : 0;
  return hits.findIndex((hit) => hit.first === piece.first && hit.start >= piece.start);
}

function hide() {
  for (const layer of [ALL, ONE]) wipe(layer);
  for (const key of [".", ","]) keys.delete(key);
  document.querySelector(".yl-at")?.classList.remove("yl-at");
  place.textContent = "";
  bar.remove();
}

/** Nothing is searched any more, and the address says so. */
function clear() {
  history.replaceState(history.state, "", location.pathname + without(SEARCHED) + location.hash);
  shown = "";
  hide();
  say(word("hits-cleared"));
  const paragraph = hits[now]?.first ?? paragraphs[0];
  if (paragraph) focus(paragraph);
}

/** @param {Asked} asked @param {string[]} table */
function show(asked, table) {
  const texts = paragraphs.map(characters);
  const { text, found } = find(texts, asked, table);
  hits = listed(texts, found);
  now = -1;
  paint(ALL, paragraphs.flatMap((paragraph, n) => partsOf(paragraph, covered(found[n]))));
  fillBar(text);
  if (!hits.length) return;
  keys.set(".", ["hit-next", () => step(1)]);
  keys.set(",", ["hit-before", () => step(-1)]);
}

/**
 * Show what the address asks for now.
 * @param {boolean} arriving whether the page has been opened by it
 */
export async function showHits(arriving) {
  const query = new URLSearchParams(location.search);
  const asked = read(query);
  const search = asked.q && searching(asked);
  if (search === shown) return;
  shown = search;
  const table = search ? await variants() : [];
  if (search !== shown) return;
  hide();
  if (!search) return;
  show(asked, table);
  const n = landing();
  const alone = !ASKS.some((name) => query.has(name)); // else it is these that say and show something
  if (arriving && alone) say(word("hits", { total: hits.length }));
  if (n >= 0 && arriving && alone) go(n);
  else if (n >= 0) point(n);
}
