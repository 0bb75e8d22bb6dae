// @ts-check
/**
 * Where some words stand in a text that has changed, if they can be told from others like them. The same rules as in
 * scripts/yanlu/relate/quotes.py, which tells where they are from. All texts are folded, and counted in UTF-16 units. Pure.
 */

import { beside, changes } from "./notes-search.js";

/**
 * From unit to unit.
 * @typedef {[number, number]} Span
 * Some words, and those around them.
 * @typedef {{ before: string, words: string, after: string }} Quote
 * A place that may be the words': the share of them that agrees, and of those around them; whether it is in the
 * paragraph where they were.
 * @typedef {{ start: number, end: number, own: number, around: number, home: boolean }} Found
 */

/** Of words longer than this only so many at each end are looked for, with so many beside them. */
const [LONG, END, BESIDE] = [128, 64, 32];
/** How much there may be between the two ends of long words, for what there was. */
const LEAST_BETWEEN = 0.5;
export const MOST_BETWEEN = 2;
/** Looked for in its paragraph is also what stands so far around it. */
const AROUND = 40;
/** This share of what is looked for may have changed. */
const CHANGED = 0.45;
/** Words so long are looked for without those around them, too. */
const ALONE = 10;
/** So many places are looked at for each pattern. */
const MOST_PLACES = 4;
/** How much the words count, those around them the rest. */
const OWN = 0.6;
/** What the right paragraph is worth, and how much better than any other a place must be. */
const [AT_HOME, MARGIN] = [0.2, 0.1];
/** So good a place in the right paragraph that no other is looked for. */
const SURE = 0.85;
/** What must agree of the words and of those around them: in the right paragraph, and elsewhere. */
const HERE = [[0.75, 0.2], [0.5, 0.6], [0.25, 0.8]];
const ELSEWHERE = [[0.75, 0.45], [0.5, 0.7]];
/** Words of such a length need nothing around them, if such a share of them agrees: in the right paragraph, and elsewhere. */
const [ALONE_HERE, ALONE_ELSEWHERE] = [[6, 1], [20, 0.85]];
/** So many characters that agree may be chance in the whole text. */
const CHANCE = 10;

/** The words with those around them. @param {Quote} quote */
export const whole = ({ before, words, after }) => before + words + after;

/** How much stands around the words. @param {Quote} quote */
const context = ({ before, after }) => before.length + after.length;

/** The very words. @param {number} start @param {number} end @param {boolean} [home] @returns {Found} */
export const exactly = (start, end, home = false) => ({ start, end, own: 1, around: 1, home });

/**
 * The best place of some words, long ones by their two ends; null where none is believed, or two are as good.
 * @param {string} text
 * @param {Quote} quote
 * @param {Span | undefined} home the paragraph where they were
 * @param {number} near about where they began, should they stand there more than once
 * @returns {Found | null}
 */
export function find(text, quote, home, near) {
  const { before, words, after } = quote;
  if (words.length <= LONG) return best(text, quote, home, near);
  const head = { before, words: words.slice(0, END), after: words.slice(END, END + BESIDE) };
  const tail = { before: words.slice(-END - BESIDE, -END), words: words.slice(-END), after };
  const first = best(text, head, home, near);
  const last = first && best(text, tail, home, near + words.length - END);
  const size = first && last ? last.end - first.start : 0;
  const fits = LEAST_BETWEEN * words.length <= size && size <= MOST_BETWEEN * words.length;
  return first && fits ? exactly(first.start, first.start + size) : null;
}

/** @param {string} text @param {Quote} quote @param {Span | undefined} home @param {number} near */
function best(text, quote, home, near) {
  if (home) {
    const starts = occurrences(text, whole(quote), ...home).map((at) => at + quote.before.length);
    const [start] = starts.sort((a, b) => Math.abs(a - near) - Math.abs(b - near));
    if (start !== undefined) return exactly(start, start + quote.words.length, true);
    const here = choice(candidates(text, quote, home, Math.max(0, home[0] - AROUND), home[1] + AROUND));
    if (here && worth(here) >= SURE + AT_HOME) return here;
  }
  return choice(candidates(text, quote, home, 0, text.length));
}

/**
 * Where words stand in a part of a text.
 * @param {string} text
 * @param {string} words not empty
 * @param {number} start
 * @param {number} end
 */
export function occurrences(text, words, start, end) {
  const found = [];
  for (let at = text.indexOf(words, start); at >= 0 && at + words.length <= end; at = text.indexOf(words, at + 1))
    found.push(at);
  return found;
}

/** What is looked for: all; all but what was around on one side; long words alone. @param {Quote} quote @returns {Quote[]} */
function patterns(quote) {
  const { before, words, after } = quote;
  const torn = before && after ? [{ ...quote, after: "" }, { ...quote, before: "" }] : [];
  const alone = context(quote) && words.length >= ALONE ? [{ before: "", words, after: "" }] : [];
  return [quote, ...torn, ...alone];
}

/**
 * The places in a part of a text that are believed.
 * @param {string} text
 * @param {Quote} quote
 * @param {Span | undefined} home
 * @param {number} start
 * @param {number} end
 */
function candidates(text, quote, home, start, end) {
  const part = text.slice(start, end);
  const found = patterns(quote).flatMap((pattern) =>
    stops(whole(pattern), part).flatMap((stop) => seen(quote, pattern, part, stop, start) ?? []),
  );
  for (const place of found) place.home = home !== undefined && place.start < home[1] && home[0] < place.end;
  return found.filter((place) => believed(place, quote));
}

/**
 * Where a pattern ends with few changes, the fewest first: of places close by the best.
 * @param {string} pattern
 * @param {string} text
 */
function stops(pattern, text) {
  const scored = /** @type {[number, number][]} */ ([]);
  changes(pattern, text).forEach((n, stop) => {
    if (stop && n <= CHANGED * pattern.length) scored.push([n, stop]);
  });
  scored.sort(([n, a], [m, b]) => n - m || a - b);
  const chosen = /** @type {number[]} */ ([]);
  for (const [, stop] of scored) {
    if (chosen.every((other) => Math.abs(stop - other) > pattern.length >> 1)) chosen.push(stop);
    if (chosen.length === MOST_PLACES) break;
  }
  return chosen;
}

/**
 * What of the words stands at a place.
 * @param {Quote} quote
 * @param {Quote} pattern
 * @param {string} text
 * @param {number} stop
 * @param {number} offset
 * @returns {Found | null}
 */
function seen(quote, pattern, text, stop, offset) {
  const all = whole(pattern);
  const mates = beside(all, text, stop);
  const equal = mates.map((at, n) => at >= 0 && text[at] === all[n]);
  const [first, last] = [pattern.before.length, pattern.before.length + pattern.words.length];
  const its = mates.slice(first, last).filter((at) => at >= 0);
  if (!its.length) return null;
  const count = (/** @type {boolean[]} */ which) => which.filter(Boolean).length;
  const agreed = count(equal.slice(first, last));
  const own = agreed / quote.words.length;
  const around = context(quote) ? (count(equal) - agreed) / context(quote) : own;
  return { start: its[0] + offset, end: its[its.length - 1] + 1 + offset, own, around, home: false };
}

/** How good a place is beside others. @param {Found} found */
const worth = ({ own, around, home }) => OWN * own + (1 - OWN) * around + (home ? AT_HOME : 0);

/** Whether so much agrees that it is no chance. @param {Found} found @param {Quote} quote */
function believed({ own, around, home }, quote) {
  const size = quote.words.length;
  const [long, share] = home ? ALONE_HERE : ALONE_ELSEWHERE;
  if (!home && own * size + around * context(quote) < CHANCE) return false;
  const pairs = home ? HERE : ELSEWHERE;
  return (size >= long && own >= share) || pairs.some(([words, others]) => own >= words && around >= others);
}

/** The best, unless another is nearly as good. @param {Found[]} places */
function choice(places) {
  const [first, ...others] = places.sort((a, b) => worth(b) - worth(a));
  const apart = (/** @type {Found} */ other) => other.end <= first.start || first.end <= other.start;
  return first && !others.some((other) => apart(other) && worth(other) > worth(first) - MARGIN) ? first : null;
}
