// @ts-check
/**
 * Arriving by a link: `?to=p15`, `?span=5-19` and `?check=words` beside `#p12`. What is meant is marked;
 * what cannot be found, or has changed since the link was made, is said in a notice.
 */

import { compare } from "./reading-check.js";
import { element, paragraphs, say, word } from "./reading-dom.js";
import { bring } from "./reading-place.js";
import { mark, named, position, ranges, whole } from "./reading-text.js";

/** @typedef {import("./reading-text.js").Piece} Piece */

const ID = /^p\d\w*$/;
/** What a link asks for beside its paragraph. */
export const ASKS = ["to", "span", "check"];

/** The notice on the page. @type {HTMLElement | null} */
let notice = null;
/** The address that is marked. */
let arrived = "";

/** Where an id stands: a paragraph or, once merged into another, its part of that. @param {string} id */
export function placeOf(id) {
  const target = ID.test(id) ? document.getElementById(id) : null;
  const heading = target?.closest(".heading-number")?.nextElementSibling;
  const paragraph = /** @type {HTMLElement | null | undefined} */ (target?.closest(".para") ?? heading);
  if (!target || !paragraph) return null;
  if (target === paragraph) return whole(paragraph);
  const start = position(paragraph, target, 0);
  const others = [...paragraph.querySelectorAll(".alias")].map((alias) => position(paragraph, alias, 0));
  return { ...whole(paragraph), start, end: others.find((other) => other > start) ?? whole(paragraph).end };
}

/**
 * The piece that a link means; where it is not there, what is wrong, as a key of the page's words.
 * @param {Piece} from where its id stands
 * @param {string | null} to
 * @param {string | null} span
 * @returns {{ piece: Piece, wrong?: string }}
 */
function pieceOf(from, to, span) {
  const until = to === null ? from : placeOf(to);
  const steps = until ? paragraphs.indexOf(until.first) - paragraphs.indexOf(from.first) : -1;
  if (!until || steps < 0 || (!steps && until.start < from.start)) return { piece: from, wrong: "link-range" };
  const [, first, last] = /^(\d+)-(\d+)$/.exec(span ?? `0-${until.end - until.start}`) ?? [];
  const [start, end] = [from.start + Number(first), until.start + Number(last)];
  const there = start < from.end && until.start < end && end <= until.end && (steps || start < end);
  return there ? { piece: { ...from, last: until.last, start, end } } : { piece: from, wrong: "link-span" };
}

/** Bring what was meant into view, and the focus to it. @param {HTMLElement} home @param {Piece | null} piece */
function show(home, piece) {
  const [first] = notice || !piece ? [] : ranges(piece);
  bring(first ?? notice ?? home, home);
  const focused = notice ?? home;
  focused.tabIndex = -1;
  focused.focus({ preventScroll: true });
}

/**
 * What a link to an id means on this page.
 * @param {string} id
 * @param {(string | null)[]} asks `to`, `span` and `check`
 * @returns {{ piece: Piece | null, lines: (Node | string)[] }} what to mark, and the notice
 */
function read(id, [to, span, check]) {
  const place = placeOf(id);
  const missing = document.getElementById(id) ? "link-gone" : "link-unknown";
  const { piece, wrong } = place ? pieceOf(place, to, span) : { piece: null, wrong: missing };
  const lines = wrong ? [word(wrong, { n: id.slice(1) })] : [];
  if (!check) return { piece, lines };
  const [start, end] = to === null && span !== null ? span.split("-").map(Number) : [];
  const checked = compare(check, wrong === "link-span" ? null : piece, span !== null, end - start || 0);
  return { piece: checked.piece ?? piece, lines: [...lines, ...checked.lines] };
}

/** The address's id, and what it asks for beside that; after ~ a note is carried (notes-receive.js). @returns {[string, (string | null)[]]} */
function asked() {
  const query = new URLSearchParams(location.search);
  return [location.hash.slice(1).split("~")[0], ASKS.map((name) => query.get(name))];
}

/** What the page's address names, for what is done with it. */
export const here = () => read(...asked()).piece;

/** @param {(Node | string)[]} lines @param {Element} home what it stands before */
function notify(lines, home) {
  notice = element("div", { class: "yl-notice", role: "note" }, ...lines);
  const number = home.previousElementSibling;
  (number?.matches(".heading-number") ? number : home).before(notice);
  say(lines.filter((line) => typeof line === "string").join(""));
}

/** What the address asks, but for some things: "?q=…", or nothing. @param {string[]} names */
export function without(names) {
  const query = new URLSearchParams(location.search);
  for (const name of names) query.delete(name);
  const asked = String(query);
  return asked && `?${asked}`;
}

/** A tombstone's way to another page asks there what was asked here, but for the range. @param {Element | null} target */
function leadOn(target) {
  const way = target?.querySelector("a.moved");
  if (way instanceof HTMLAnchorElement) way.search = without(["to"]);
}

/** What the address asks for is marked and said. A plain link to a paragraph needs nothing. @param {Event} event */
function arrive(event) {
  if (location.href === arrived) return;
  arrived = location.href;
  mark(null);
  notice?.remove();
  notice = null;
  const [id, asks] = asked();
  const target = document.getElementById(id);
  leadOn(target);
  const found = location.hash === `#${id}`; // by the browser: not with a note behind it
  const plain = found && target?.matches(".para") && asks.every((value) => value === null);
  if (plain || !ID.test(id)) return;

  const { piece, lines } = read(id, asks);
  const home = piece?.first ?? target ?? paragraphs[0];
  if (!home) return;
  mark(piece);
  if (lines.length) notify(lines, home);
  else if (piece) say(word("link-marked", { place: named(piece) }));
  if (event.type !== "pageshow" || !returned()) show(home, piece);
}

/** Whether the reader comes back to a page and finds it where it was left. */
export const returned = () =>
  performance.getEntriesByType("navigation").some((entry) => "type" in entry && entry.type !== "navigate");

/** A link within the page is not asked what the address was asked; what was searched stays in it. @param {MouseEvent} event */
function leave(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
  const other = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!(link instanceof HTMLAnchorElement) || !location.search || other) return;
  event.preventDefault();
  history.pushState(null, "", location.pathname + without(ASKS) + link.hash);
  location.replace(link.hash);
  arrive(event);
}

export function addLinks() {
  for (const moment of ["pageshow", "hashchange", "popstate"]) addEventListener(moment, arrive);
  document.addEventListener("click", leave);
}
