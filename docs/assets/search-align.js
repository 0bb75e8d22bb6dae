// @ts-check
/** Two texts side by side: where one stands in the other with the least changes, and which these are. Pure. */

import { folded } from "./fold.js";

/**
 * What of a text is compared: its folded units, and for each the character of the text.
 * @typedef {{ characters: string[], text: string, at: number[] }} Side
 * @typedef {"same" | "del" | "ins"} Kind del: only the one has it; ins: only the other
 * @typedef {[Kind, string]} Run
 *
 * How many changes, where in the other (units), and unit by unit what stands beside what; -1 where nothing does.
 * @typedef {{ distance: number, start: number, end: number, pairs: [number, number][] }} Alignment
 */

/** @param {string} text @returns {Side} */
export const side = (text) => ({ characters: [...text], ...folded(text) });

/**
 * Sellers: how many changes make the first so many units of one into some units of the other that end here.
 * @param {string} one
 * @param {string} other
 */
function table(one, other) {
  const width = other.length + 1;
  const changes = new Uint16Array((one.length + 1) * width);
  for (let i = 1; i <= one.length; i += 1) {
    const row = i * width;
    changes[row] = i;
    for (let j = 1; j < width; j += 1) {
      const both = changes[row - width + j - 1] + Number(one.charCodeAt(i - 1) !== other.charCodeAt(j - 1));
      changes[row + j] = Math.min(both, changes[row - width + j] + 1, changes[row + j - 1] + 1);
    }
  }
  return { changes, width };
}

/**
 * Where one folded text stands in another with the least changes: all of the one, a run of the other. At its ends what
 * differs is something else in the other (信芯: 信心, not 信) as far as that goes on without a sign between.
 * @param {string} one
 * @param {string} other
 * @param {(unit: number) => boolean} joined whether nothing stands between a unit of the other and the one before
 * @returns {Alignment}
 */
export function align(one, other, joined) {
  const { changes, width } = table(one, other);
  const last = changes.subarray(one.length * width);
  const distance = last.reduce((least, n) => Math.min(least, n));
  let end = last.indexOf(distance);
  while (end && last[end + 1] === distance && joined(end)) end += 1;
  const pairs = /** @type {[number, number][]} */ ([]);
  let [i, j] = [one.length, end];
  while (i > 0) {
    const here = changes[i * width + j];
    const both = j ? changes[(i - 1) * width + j - 1] + Number(one[i - 1] !== other[j - 1]) : Infinity;
    if (both === here) pairs.push([--i, --j]);
    else if (changes[(i - 1) * width + j] + 1 === here) pairs.push([--i, -1]);
    else pairs.push([-1, --j]);
  }
  pairs.reverse();
  const before = pairs.findIndex(([i, j]) => i < 0 || j < 0 || one[i] === other[j]);
  const apart = pairs.slice(0, before).findLastIndex(([, at]) => !joined(at + 1)) + 1;
  for (const pair of pairs.slice(0, apart)) pair[1] = -1;
  return { distance, start: j + apart, end, pairs };
}

/**
 * Two texts as one, in characters. What is not compared, punctuation above all, is the other's and the same.
 * @param {Side} one
 * @param {Side} other
 * @param {Alignment} alignment
 * @returns {Run[]}
 */
export function runs(one, other, { start, pairs }) {
  const found = /** @type {Run[]} */ ([]);
  const put = (/** @type {Kind} */ kind, /** @type {string} */ text) => {
    const last = found[found.length - 1];
    if (last && (last[0] === kind || /^\p{M}/u.test(text))) last[1] += text;
    else if (text) found.push([kind, text]);
  };
  let [told, shown] = [-1, (other.at[start] ?? 0) - 1]; // characters that are done with
  for (const [i, j] of pairs) {
    const [a, b] = [i < 0 ? -1 : one.at[i], j < 0 ? -1 : other.at[j]];
    const same = i >= 0 && j >= 0 && one.text[i] === other.text[j];
    if (b > shown) put("same", other.characters.slice(shown + 1, b).join(""));
    if (!same && a > told) put("del", one.characters[a]);
    if (b > shown) put(same ? "same" : "ins", other.characters[b]);
    [told, shown] = [Math.max(told, a), Math.max(shown, b)];
  }
  return found;
}
