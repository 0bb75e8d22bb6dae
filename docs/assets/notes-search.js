// @ts-check
/**
 * Where a short text stands in a long one with few changes: a character put in, taken out or another in its place.
 * G. Myers, A fast bit-vector algorithm for approximate string matching, J. ACM 46 (1999), in blocks of 32 characters as
 * H. Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit distances, Nordic J. Computing 10 (2003).
 * The same as in scripts/yanlu/relate/approximate.py; units are UTF-16 units. Pure.
 */

/**
 * The least changes that make a pattern into what ends before each unit of a text: the first is for nothing at all.
 * @param {string} pattern not empty
 * @param {string} text
 * @returns {Uint16Array}
 */
export function changes(pattern, text) {
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
export function beside(pattern, text, stop) {
  const offset = Math.max(0, stop - 2 * pattern.length); // with more changes than that nothing is alike
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
