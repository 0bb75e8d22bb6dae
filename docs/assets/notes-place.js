// @ts-check
/**
 * Where the words of a note stand in its text as it is now. A note in the wrong place is worse than a lost one.
 * The same rules as in scripts/yanlu/relate/notes.py, which tells them and where they are from; tests/cases/notes.toml is
 * run against both. Characters are code points, as in reading-text.js; folded text is counted in UTF-16 units. Pure.
 */

import { folded } from "./fold.js";
import { changes } from "./notes-search.js";

/**
 * A paragraph as the page has it; `id` is its anchor, "p12".
 * @typedef {{ id: string, text: string }} Paragraph
 * From character `start` of paragraph `first` to before character `end` of paragraph `last`.
 * @typedef {{ first: string, start: number, last: string, end: number }} Place
 * What the W3C Web Annotation Data Model calls a selector.
 * @typedef {{ type: string, [key: string]: any }} Selector
 * The words are the same at their anchor, moved elsewhere, or changed.
 * @typedef {"same" | "moved" | "changed"} How
 * From unit to unit of folded text.
 * @typedef {[number, number]} Span
 *
 * @typedef {object} Page a text prepared
 * @property {string[]} ids
 * @property {string[]} characters of all paragraphs, with a line end between two
 * @property {number[]} starts of the paragraphs, in characters, and one more
 * @property {string} words the text folded
 * @property {number[]} at for each unit of that its character
 * @property {Map<string, Span>} homes where the paragraph is that an anchor leads to
 * @property {Set<string>} gone
 *
 * @typedef {{ before: string, words: string, after: string }} Quote the words of a note, folded, and those around them
 * A place that may be a note's: the share of its words that stand there, and of those around.
 * @typedef {{ start: number, end: number, own: number, around: number, home: boolean }} Found
 */

/** So many characters on each side of the words are told, within their paragraphs. */
const CONTEXT = 32;
/** Of longer words only so many at each end are looked for. All between must be there, give or take. */
const [LONG, END, LEAST_BETWEEN, MOST_BETWEEN] = [128, 64, 0.5, 2];
/** In its paragraph and so many characters around it the words are looked for first. */
const AROUND = 40;
/** This share of the characters may have changed. */
const CHANGED = 0.45;
/** How much the words count beside those around them. */
const OWN = 0.6;
/** What the right paragraph is worth, and how much better than any other a place must be. */
const [AT_HOME, MARGIN] = [0.2, 0.1];
/** So good a place in the right paragraph that no other is looked for. */
const SURE = 0.85;
/** A sentence so short, in folded characters, stands in many places. */
const SENTENCE = 8;
/** Words so long are looked for without those around them, too; and so many places for each pattern. */
const [ALONE, MOST_ENDS] = [10, 4];
const END_OF_SENTENCE = /[。！？!?；;\n]/;

/**
 * A text prepared.
 * @param {Paragraph[]} paragraphs in the page's order
 * @param {{ [anchor: string]: string }} [aliases] former anchor → the live one that holds its words now
 * @param {Set<string>} [gone] anchors that are no paragraph's any more
 * @returns {Page}
 */
export function page(paragraphs, aliases = {}, gone = new Set()) {
  const text = paragraphs.map((paragraph) => paragraph.text).join("\n");
  const starts = [0];
  for (const paragraph of paragraphs) starts.push(starts[starts.length - 1] + [...paragraph.text].length + 1);
  const { text: words, at } = folded(text);
  const homes = /** @type {Map<string, Span>} */ (new Map());
  paragraphs.forEach(({ id }, n) => homes.set(id, [before(at, starts[n]), before(at, starts[n + 1])]));
  for (const [id, to] of Object.entries(aliases)) {
    const home = homes.get(to);
    if (home) homes.set(id, home);
  }
  const ids = paragraphs.map(({ id }) => id);
  return { ids, characters: [...text], starts, words, at, homes, gone };
}

/** How many of some rising numbers are less than one. @param {number[]} numbers @param {number} least */
function before(numbers, least) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of the paragraph in which a character stands. @param {Page} prepared @param {number} at */
const paragraphAt = ({ starts }, at) => before(starts, at + 1) - 1;

/** A place by the characters of the page. @param {Page} prepared @param {number} start @param {number} end */
function placeOf(prepared, start, end) {
  const { ids, starts } = prepared;
  const [first, last] = [paragraphAt(prepared, start), paragraphAt(prepared, Math.max(start, end - 1))];
  return { first: ids[first], start: start - starts[first], last: ids[last], end: end - starts[last] };
}

/**
 * The selectors of a place.
 * @param {Page} prepared
 * @param {Place} place
 * @returns {Selector[]}
 */
export function describe({ ids, characters, starts }, place) {
  const [first, last] = [ids.indexOf(place.first), ids.indexOf(place.last)];
  const [start, end] = [starts[first] + place.start, starts[last] + place.end];
  const [low, high] = [Math.max(starts[first], start - CONTEXT), Math.min(starts[last + 1] - 1, end + CONTEXT)];
  const text = (/** @type {number} */ from, /** @type {number} */ to) => characters.slice(from, to).join("");
  return [
    { type: "FragmentSelector", conformsTo: "http://tools.ietf.org/rfc/rfc3236", value: place.first },
    { type: "TextQuoteSelector", exact: text(start, end), prefix: text(low, start), suffix: text(end, high) },
    { type: "TextPositionSelector", start, end },
  ];
}

/**
 * Where a note stands now; null where its words are gone, or can't be told from others.
 * @param {Page} prepared
 * @param {Selector[]} selectors
 * @returns {{ place: Place, how: How } | null}
 */
export function placed(prepared, selectors) {
  const told = (/** @type {string} */ type) => selectors.find((selector) => selector.type === type);
  const anchor = told("FragmentSelector")?.value ?? "";
  const selector = told("TextQuoteSelector");
  if (!selector) return wholeParagraph(prepared, anchor);
  const quote = quoteOf(selector);
  if (!quote.words) return onMarks(prepared, anchor, selector);
  const found = find(prepared, quote, anchor, told("TextPositionSelector")?.start ?? 0, selector);
  return found && shown(prepared, found, quote, selector.exact, anchor);
}

/** What a TextQuoteSelector says. @param {Selector} selector @returns {Quote} */
function quoteOf({ prefix = "", exact, suffix = "" }) {
  const [before, words, after] = [prefix, exact, suffix].map((text) => folded(text).text);
  return { before, words, after };
}

/** @param {Quote} quote */
const whole = ({ before, words, after }) => before + words + after;

/** A note that names a paragraph and no words. @param {Page} prepared @param {string} anchor */
function wholeParagraph({ ids, starts }, anchor) {
  const at = ids.indexOf(anchor);
  if (at < 0) return null;
  const end = starts[at + 1] - starts[at] - 1;
  return { place: { first: anchor, start: 0, last: anchor, end }, how: /** @type {How} */ ("same") };
}

/**
 * A note on marks alone: only where they and all around them are as they were, in their paragraph.
 * @param {Page} prepared
 * @param {string} anchor
 * @param {Selector} selector
 */
function onMarks({ ids, characters, starts }, anchor, { prefix = "", exact, suffix = "" }) {
  const at = ids.indexOf(anchor);
  const text = characters.slice(starts[at], starts[at + 1] - 1).join("");
  const [first, ...others] = occurrences(text, prefix + exact + suffix, 0, text.length);
  if (at < 0 || !exact || first === undefined || others.length) return null;
  const start = [...text.slice(0, first), ...prefix].length;
  const place = { first: anchor, start, last: anchor, end: start + [...exact].length };
  return { place, how: /** @type {How} */ ("same") };
}

/**
 * A place of the folded text in characters, with the marks at the ends of the words that they had.
 * @param {Page} prepared
 * @param {Found} found
 * @param {Quote} quote
 * @param {string} exact
 * @param {string} anchor
 * @returns {{ place: Place, how: How }}
 */
function shown(prepared, found, quote, exact, anchor) {
  const { at, characters, homes, starts, words } = prepared;
  const own = folded(exact).at;
  const [from, to] = [at[found.start], at[found.end - 1] + 1];
  const low = Math.max(starts[paragraphAt(prepared, from)], found.start ? at[found.start - 1] + 1 : 0);
  const high = Math.min(starts[paragraphAt(prepared, to - 1) + 1] - 1, at[found.end] ?? characters.length);
  const start = Math.max(low, from - own[0]);
  const end = Math.min(high, to + [...exact].length - 1 - own[own.length - 1]);
  const place = placeOf(prepared, start, end);
  if (words.slice(found.start, found.end) !== quote.words) return { place, how: "changed" };
  const home = homes.get(anchor);
  return { place, how: home && home[0] <= found.start && found.start < home[1] ? "same" : "moved" };
}

/**
 * Where the words are; of words in several paragraphs whatever is left.
 * @param {Page} prepared
 * @param {Quote} quote
 * @param {string} anchor
 * @param {number} near the character at which they were
 * @param {Selector} selector
 * @returns {Found | null}
 */
function find(prepared, quote, anchor, near, selector) {
  const home = prepared.homes.get(anchor);
  const found = prepared.gone.has(anchor)
    ? sameSentence(prepared, quote, selector)
    : (quote.words.length > LONG ? long : best)(prepared, quote, home, near);
  return found ?? parts(prepared, quote, anchor, near, selector);
}

/**
 * The only place where the very sentence stands, as far as it is told.
 * @param {Page} prepared
 * @param {Quote} quote
 * @param {Selector} selector
 */
function sameSentence({ words }, quote, { prefix = "", exact, suffix = "" }) {
  const before = prefix.split(END_OF_SENTENCE).pop();
  const last = exact.replace(/[”’」』）)"']+$/, "").slice(-1);
  const after = END_OF_SENTENCE.test(last) ? "" : suffix.split(END_OF_SENTENCE)[0];
  const own = { ...quote, before: folded(before).text, after: folded(after).text };
  const [first, ...others] = occurrences(words, whole(own), 0, words.length);
  if (whole(own).length < SENTENCE || first === undefined || others.length) return null;
  return certain(first + own.before.length, quote.words.length);
}

/** Where the very words stand. @param {number} start @param {number} size @returns {Found} */
const certain = (start, size) => ({ start, end: start + size, own: 1, around: 1, home: true });

/**
 * Words of several paragraphs, each for itself; the first is the anchor's. At least half of them must be there.
 * @param {Page} prepared
 * @param {Quote} quote
 * @param {string} anchor
 * @param {number} near
 * @param {Selector} selector
 */
function parts(prepared, quote, anchor, near, { prefix = "", exact, suffix = "" }) {
  const lines = exact.split("\n");
  const there = lines.length < 2 ? [] : lines.flatMap((/** @type {string} */ line, /** @type {number} */ n) => {
    const selector = { type: "", exact: line, prefix: n ? "" : prefix, suffix: n + 1 < lines.length ? "" : suffix };
    const own = quoteOf(selector);
    const place = own.words && find(prepared, own, n ? "" : anchor, near, selector);
    return place ? [{ place, size: own.words.length }] : [];
  });
  const size = there.reduce((/** @type {number} */ sum, /** @type {{ size: number }} */ part) => sum + part.size, 0);
  if (!size || 2 * size < quote.words.length) return null;
  const places = there.map((/** @type {{ place: Found }} */ part) => part.place);
  const start = Math.min(...places.map((/** @type {Found} */ place) => place.start));
  const end = Math.max(...places.map((/** @type {Found} */ place) => place.end));
  return end - start <= MOST_BETWEEN * quote.words.length ? certain(start, end - start) : null;
}

/**
 * Long words by their two ends.
 * @param {Page} prepared
 * @param {Quote} quote
 * @param {Span | undefined} home
 * @param {number} near
 */
function long(prepared, { before, words, after }, home, near) {
  const head = { before, words: words.slice(0, END), after: words.slice(END, END + CONTEXT) };
  const tail = { before: words.slice(-END - CONTEXT, -END), words: words.slice(-END), after };
  const first = best(prepared, head, home, near);
  const last = first && best(prepared, tail, home, near + words.length);
  const size = first && last ? last.end - first.start : 0;
  const fits = LEAST_BETWEEN * words.length <= size && size <= MOST_BETWEEN * words.length;
  return first && fits ? certain(first.start, size) : null;
}

/**
 * The best place, if it is believed and there is no other as good.
 * @param {Page} prepared
 * @param {Quote} quote
 * @param {Span | undefined} home
 * @param {number} near
 */
function best(prepared, quote, home, near) {
  if (home) {
    const off = (/** @type {number} */ at) => Math.abs(prepared.at[at + quote.before.length] - near);
    const [exact] = occurrences(prepared.words, whole(quote), ...home).sort((a, b) => off(a) - off(b));
    if (exact !== undefined) return certain(exact + quote.before.length, quote.words.length);
    const here = choice(candidates(prepared, quote, home, Math.max(0, home[0] - AROUND), home[1] + AROUND));
    if (here && worth(here) >= SURE + AT_HOME) return here;
  }
  return choice(candidates(prepared, quote, home, 0, prepared.words.length));
}

/**
 * Where words stand in a part of a text.
 * @param {string} text
 * @param {string} words not empty
 * @param {number} start
 * @param {number} end
 */
function occurrences(text, words, start, end) {
  const found = [];
  for (let at = text.indexOf(words, start); at >= 0 && at + words.length <= end; at = text.indexOf(words, at + 1))
    found.push(at);
  return found;
}

/** What is looked for: all; one side torn away; long words alone. @param {Quote} quote @returns {Quote[]} */
function patterns(quote) {
  const { before, words, after } = quote;
  return [
    quote,
    ...(before && after ? [{ ...quote, after: "" }, { ...quote, before: "" }] : []),
    ...((before || after) && words.length >= ALONE ? [{ before: "", words, after: "" }] : []),
  ];
}

/**
 * The places in a part of the text that may be meant.
 * @param {Page} prepared
 * @param {Quote} quote
 * @param {Span | undefined} home
 * @param {number} from
 * @param {number} to
 */
function candidates(prepared, quote, home, from, to) {
  const text = prepared.words.slice(from, to);
  const found = patterns(quote).flatMap((pattern) =>
    ends(whole(pattern), text).flatMap(([end, most]) => {
      const low = Math.max(0, end - whole(pattern).length - most);
      return seen(quote, pattern, text.slice(low, end), from + low);
    }),
  );
  for (const place of found) place.home = !!home && place.start < home[1] && home[0] < place.end;
  return found.filter((place) => believed(place, quote));
}

/**
 * Where a pattern ends with few changes, and how many: of ends close by the best, and so many at most.
 * @param {string} pattern
 * @param {string} text
 */
function ends(pattern, text) {
  const most = Math.floor(CHANGED * pattern.length);
  const scored = /** @type {[number, number][]} */ ([]);
  changes(pattern, text).forEach((n, end) => {
    if (end && n <= most) scored.push([end, n]);
  });
  scored.sort(([a, n], [b, m]) => n - m || a - b);
  const chosen = /** @type {[number, number][]} */ ([]);
  for (const one of scored) {
    if (chosen.length === MOST_ENDS) break;
    if (chosen.every(([end]) => Math.abs(end - one[0]) > pattern.length >> 1)) chosen.push(one);
  }
  return chosen;
}

/**
 * What of the words stands at the end of a text.
 * @param {Quote} quote
 * @param {Quote} pattern
 * @param {string} text
 * @param {number} offset
 * @returns {Found[]} one or none
 */
function seen(quote, pattern, text, offset) {
  const [first, last] = [pattern.before.length, pattern.before.length + pattern.words.length];
  const all = whole(pattern);
  const mates = beside(all, text);
  const its = mates.slice(first, last).filter((at) => at >= 0);
  if (!its.length) return [];
  let [equal, own] = [0, 0];
  mates.forEach((at, n) => {
    if (at < 0 || text[at] !== all[n]) return;
    equal += 1;
    if (first <= n && n < last) own += 1;
  });
  const size = quote.before.length + quote.after.length;
  const share = own / quote.words.length;
  const around = size ? (equal - own) / size : share;
  return [{ start: its[0] + offset, end: its[its.length - 1] + 1 + offset, own: share, around, home: false }];
}

/**
 * For each unit of a pattern where at the end of a text its like stands, or -1 (Sellers 1980).
 * @param {string} pattern
 * @param {string} text
 */
function beside(pattern, text) {
  const width = text.length + 1;
  const table = new Uint16Array((pattern.length + 1) * width);
  const other = (/** @type {number} */ i, /** @type {number} */ j) => Number(pattern[i - 1] !== text[j - 1]);
  for (let i = 1; i <= pattern.length; i += 1) {
    table[i * width] = i;
    for (let j = 1, at = i * width + 1; j < width; j += 1, at += 1)
      table[at] = Math.min(table[at - width - 1] + other(i, j), table[at - width] + 1, table[at - 1] + 1);
  }
  const found = new Array(pattern.length).fill(-1);
  for (let i = pattern.length, j = text.length; i;) {
    const at = i * width + j;
    if (j && table[at] === table[at - width - 1] + other(i, j)) found[--i] = --j;
    else if (table[at] === table[at - width] + 1) i -= 1;
    else j -= 1;
  }
  return found;
}

/** How good a place is beside others. @param {Found} found */
const worth = ({ own, around, home }) => OWN * own + (1 - OWN) * around + (home ? AT_HOME : 0);

/** Whether so much agrees that it is no chance. @param {Found} found @param {Quote} quote */
function believed({ own, around, home }, { before, words, after }) {
  if (home)
    return (
      (own >= 0.75 && around >= 0.2) ||
      (own >= 0.5 && around >= 0.6) ||
      (words.length <= 4 && own > 0 && around >= 0.8) ||
      (own === 1 && words.length >= 6)
    );
  const agreed = own * words.length + around * (before.length + after.length);
  const enough = (own >= 0.75 && around >= 0.45) || (own >= 0.5 && around >= 0.7) || (own >= 0.85 && words.length >= 20);
  return agreed >= 10 && enough;
}

/** The best place, unless another is nearly as good. @param {Found[]} found */
function choice(found) {
  const [first, ...others] = [...found].sort((a, b) => worth(b) - worth(a));
  const apart = (/** @type {Found} */ other) => other.end <= first.start || first.end <= other.start;
  return first && !others.some((other) => apart(other) && worth(other) > worth(first) - MARGIN) ? first : null;
}
