// @ts-check
/**
 * Where some words stand in a text that has changed, if they can be told from others like them. The same rules as in
 * scripts/yanlu/relate/quotes.py, which tells where they are from. All texts are folded, and counted in UTF-16 units. Pure.
 */

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
    const found = /** @type {Found[]} */ ([]);
    for (const pattern of patterns(quote)) {
      found.push(...candidates(text, quote, pattern, home, Math.max(0, home[0] - AROUND), home[1] + AROUND));
      const here = choice(found);
      if (here && worth(here) >= SURE + AT_HOME) return here;
    }
  }
  return choice(patterns(quote).flatMap((pattern) => candidates(text, quote, pattern, home, 0, text.length)));
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
 * @param {Quote} pattern what of it is looked for
 * @param {Span | undefined} home
 * @param {number} start
 * @param {number} end
 */
function candidates(text, quote, pattern, home, start, end) {
  const part = text.slice(start, end);
  const found = stops(whole(pattern), part).flatMap((stop) => seen(quote, pattern, part, stop, start) ?? []);
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
  const [first, ...others] = [...places].sort((a, b) => worth(b) - worth(a));
  const apart = (/** @type {Found} */ other) => other.end <= first.start || first.end <= other.start;
  return first && !others.some((other) => apart(other) && worth(other) > worth(first) - MARGIN) ? first : null;
}

// Where a short text stands in a long one with few changes: a character put in, taken out or another in its place.
// G. Myers, A fast bit-vector algorithm for approximate string matching, J. ACM 46 (1999), in blocks of 32 characters as
// H. Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit distances, Nordic J. Computing 10 (2003).
// The same as in scripts/yanlu/relate/approximate.py.

/**
 * The least changes that make a pattern into what ends before each unit of a text: the first is for nothing at all.
 * @param {string} pattern not empty
 * @param {string} text
 * @returns {Uint16Array}
 */
function changes(pattern, text) {
  const blocks = Math.ceil(pattern.length / 32);
  const [more, less] = [new Int32Array(blocks).fill(-1), new Int32Array(blocks)];
  const top = 1 << ((pattern.length - 1) & 31); // where in the last block the pattern ends
  const stands = where(pattern, blocks);
  const nowhere = new Int32Array(blocks);
  const found = new Uint16Array(text.length + 1);
  found[0] = pattern.length;
  for (let n = 0; n < text.length; n += 1) {
    const here = stands.get(text.charCodeAt(n)) ?? nowhere;
    let [up, down, step] = [0, 0, 0]; // what the block above hands on
    for (let b = 0; b < blocks; b += 1) {
      const equal = here[b] | down;
      const same = (((here[b] | down) & more[b]) + more[b]) ^ more[b] | equal;
      const vertical = here[b] | less[b];
      let rises = less[b] | ~(same | more[b]);
      let falls = more[b] & same;
      if (b === blocks - 1) step = (rises & top ? 1 : 0) - (falls & top ? 1 : 0);
      const [over, under] = [rises >>> 31, falls >>> 31];
      rises = (rises << 1) | up;
      falls = (falls << 1) | down;
      more[b] = falls | ~(vertical | rises);
      less[b] = rises & vertical;
      [up, down] = [over, under];
    }
    found[n + 1] = found[n] + step;
  }
  return found;
}

/** Of each unit, at which places of a pattern it stands, a bit each. @param {string} pattern @param {number} blocks */
function where(pattern, blocks) {
  const stands = /** @type {Map<number, Int32Array>} */ (new Map());
  for (let n = 0; n < pattern.length; n += 1) {
    const unit = pattern.charCodeAt(n);
    const bits = stands.get(unit) ?? new Int32Array(blocks);
    bits[n >> 5] |= 1 << (n & 31);
    stands.set(unit, bits);
  }
  return stands;
}

/**
 * For each unit of a pattern where its like stands in what ends at a place of a text, or -1: one in the place of another
 * is no -1. P. Sellers, The theory and computation of evolutionary distances, J. Algorithms 1 (1980).
 * @param {string} pattern
 * @param {string} text
 * @param {number} stop
 */
function beside(pattern, text, stop) {
  const offset = Math.max(0, stop - Math.ceil(1.5 * pattern.length)); // less than half of it has changed
  const width = stop - offset + 1;
  const table = new Uint16Array((pattern.length + 1) * width);
  const other = (/** @type {number} */ i, /** @type {number} */ j) =>
    Number(pattern.charCodeAt(i - 1) !== text.charCodeAt(offset + j - 1));
  for (let i = 1; i <= pattern.length; i += 1) {
    table[i * width] = i;
    for (let j = 1, at = i * width + 1; j < width; j += 1, at += 1)
      table[at] = Math.min(table[at - width - 1] + other(i, j), table[at - width] + 1, table[at - 1] + 1);
  }
  const found = /** @type {number[]} */ (new Array(pattern.length).fill(-1));
  for (let i = pattern.length, j = width - 1; i;) {
    const at = i * width + j;
    if (j && table[at] === table[at - width - 1] + other(i, j)) found[--i] = offset + --j;
    else if (table[at] === table[at - width] + 1) i -= 1;
    else j -= 1;
  }
  return found;
}
