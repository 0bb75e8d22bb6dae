// @ts-check
/**
 * Folding: texts compared without width, case, white space and punctuation, character by character.
 * The same as `fold` in scripts/yanlu/hanzi.py but for 繁/简; tests/cases/fold.toml is run against both.
 */

/**
 * A text folded, and for each UTF-16 unit of that the character (code point) of the text it comes from.
 * JavaScript has no casefold: lower, upper, lower is the same but for ı and Cherokee, where a browser
 * folds i and ı together and Python folds upwards.
 * @param {Iterable<string>} characters a string, or its characters
 * @returns {{ text: string, at: number[] }} "言，Ａ" gives "言a" and [0, 2]
 */
export function folded(characters) {
  let text = "";
  /** @type {number[]} */
  const at = [];
  let n = 0;
  for (const character of characters) {
    const plain = character.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase();
    text += plain.replace(/[^\p{L}\p{N}]/gu, "");
    while (at.length < text.length) at.push(n);
    n += 1;
  }
  return { text, at };
}

/**
 * The longest that two short folded texts have in common, as the places of its units in both.
 * @param {string} a
 * @param {string} b
 */
export function common(a, b) {
  const longest = Array.from({ length: a.length + 1 }, () => new Uint8Array(b.length + 1));
  for (let i = a.length; i--; )
    for (let j = b.length; j--; )
      longest[i][j] = a[i] === b[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
  const pairs = [];
  for (let [i, j] = [0, 0]; longest[i][j]; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (longest[i + 1][j] < longest[i][j + 1]) j++;
    else i++;
  }
  return pairs;
}
