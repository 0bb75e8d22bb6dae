// @ts-check
/** `?check`: what a link says stood there against what stands there now, and where its words have gone. */

import { common, folded } from "./fold.js";
import { linkTo } from "./reading-copy.js";
import { element, paragraphs, word } from "./reading-dom.js";
import { characters, named, whole } from "./reading-text.js";

/** @typedef {import("./reading-text.js").Piece} Piece */

const LONGEST = 16; // folded units of a link's words that are looked at; our links have 8
const SLIP = 4; // of so many one may be wrong
const MORE = 4; // units that may have been put in among a link's words, and are shown with them

/**
 * Where on the page words stand with at least so many units right: where most are, and of these the nearest.
 * @param {string} words folded
 * @param {number} right
 * @param {Piece | null} near
 * @returns {Piece | null} as long as the words
 */
function find(words, right, near) {
  const [home, begin] = near ? [paragraphs.indexOf(near.first), near.start] : [0, 0];
  const score = (/** @type {string} */ there) =>
    there === words ? words.length : right < words.length ? common(words, there).length : 0;
  let best = { right, far: Infinity, piece: /** @type {Piece | null} */ (null) };
  for (const [n, first] of paragraphs.entries()) {
    const { text, at } = folded(characters(first));
    for (const [i, start] of at.entries()) {
      const right = score(text.slice(i, i + words.length));
      const far = Math.abs(n - home) * 1e6 + Math.abs(start - begin);
      if (right < best.right || (right === best.right && far >= best.far)) continue;
      const last = Math.min(i + words.length, at.length) - 1;
      best = { right, far, piece: { first, last: first, start, end: at[last] + 1 } };
    }
  }
  return best.piece;
}

/** The characters from where a piece begins that fold to so many units. @param {Piece} piece @param {number} units */
function opening(piece, units) {
  const rest = characters(piece.first).slice(piece.start);
  return rest.slice(0, folded(rest).at[units]);
}

/**
 * A line of the notice: words, with those characters marked that the other line has not.
 * @param {string} label
 * @param {"del" | "ins"} tag
 * @param {string[]} words
 * @param {number[]} shared units of the folded words
 */
function line(label, tag, words, shared) {
  const own = new Set(folded(words).at.filter((_, unit) => !shared.includes(unit)));
  /** @type {{ other: boolean, text: string }[]} */
  const runs = [];
  for (const [n, character] of words.entries()) {
    const last = runs[runs.length - 1];
    if (last && (last.other === own.has(n) || /\p{M}/u.test(character))) last.text += character;
    else runs.push({ other: own.has(n), text: character });
  }
  const shown = runs.map(({ other, text }) => (other ? element(tag, {}, text) : text));
  return element("p", {}, label, element("bdi", {}, ...shown));
}

/**
 * What the link says and what stands there, if that differs. Of that as much is shown as ends where the link's words end.
 * @param {string[]} then
 * @param {string[]} now a little longer
 */
function difference(then, now) {
  const [a, { text: b, at }] = [folded(then).text, folded(now)];
  if (b.startsWith(a)) return [];
  const pairs = common(a, b);
  const [left, right] = [0, 1].map((side) => pairs.map((pair) => pair[side]));
  const [i, j] = pairs.length > a.length / 2 ? pairs[pairs.length - 1] : [0, 0];
  const shown = now.slice(0, at[a.length + j - i]);
  return [line(word("link-then"), "del", then, left), line(word("link-now"), "ins", shown, right)];
}

/** What was found, so many characters long, within its paragraph. @param {Piece} found @param {number} size */
const sized = (found, size) => ({ ...found, end: Math.min(found.start + size, whole(found.first).end) });

/** A span as it is where its words were found. @param {Piece} span @param {Piece} found */
function moved(span, found) {
  if (span.first === span.last) return sized(found, span.end - span.start);
  return found.first === span.first ? { ...span, start: found.start } : found;
}

/** A place to choose. @param {string} key @param {Piece} piece @param {boolean} spanned */
function choice(key, piece, spanned) {
  const shown = spanned ? piece : whole(piece.first);
  const href = spanned ? linkTo(piece) : `#${piece.first.id}`;
  return element("p", {}, element("a", { href }, word(key, { place: named(shown) })));
}

/**
 * Compare a link's words with the text; where they are not, look for them.
 * @param {string} check
 * @param {Piece | null} piece what the link means, if that is there
 * @param {boolean} spanned whether the words are a span's, not a paragraph's
 * @param {number} size of that span in characters, as far as the link tells
 * @returns {{ piece: Piece | null, lines: (Node | string)[] }} what to mark, and the notice: none if all agrees
 */
export function compare(check, piece, spanned, size) {
  const { text, at } = folded(check);
  const words = text.slice(0, LONGEST);
  const agree = piece ? common(words, folded(opening(piece, words.length)).text).length : 0;
  if (agree === words.length) return { piece, lines: [] };

  const enough = words.length - Math.floor(words.length / SLIP);
  const found = find(words, words.length, piece) ?? (agree < enough ? find(words, enough, piece) : null);
  if (!piece) {
    const longer = found && sized(found, Math.max(found.end - found.start, size));
    return { piece, lines: longer ? [choice("link-words", longer, spanned)] : [] };
  }
  const same = found?.first === piece.first;
  const here = found && same && spanned ? moved(piece, found) : piece;
  const lines = [
    word(here === piece ? "link-changed" : "link-moved", { place: named(whole(piece.first)) }),
    ...difference([...check].slice(0, at[words.length]), opening(here, words.length + MORE)),
  ];
  if (found && !same)
    lines.push(choice("link-number", piece, false), choice("link-words", moved(piece, found), spanned));
  const lost = spanned && here === piece && agree < enough;
  return { piece: lost ? { ...piece, start: 0, end: whole(piece.last).end } : here, lines };
}
