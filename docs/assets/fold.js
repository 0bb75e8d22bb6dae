// @ts-check
/**
 * Folding: texts compared without width, case, white space and punctuation, character by character, and
 * with a table of variants without 繁/简 too. The same as `fold` in scripts/yanlu/hanzi.py;
 * tests/cases/fold.toml is run against both.
 */

/** What a character folds to, as far as asked: of one UTF-16 unit, and of two. */
let units = /** @type {(string | undefined)[]} */ (new Array(0x10000));
let pairs = /** @type {Map<string, string>} */ (new Map());
let variants = /** @type {Map<string, string>} */ (new Map());

/**
 * From now on fold these characters to those, one to one.
 * @param {string[]} table all characters in one string, what they fold to in another
 */
export function useVariants([from, to]) {
  const folds = [...to];
  variants = new Map([...from].map((character, n) => [character, folds[n]]));
  [units, pairs] = [new Array(0x10000), new Map()];
}

/**
 * JavaScript has no casefold: lower, upper, lower is the same but for ı and Cherokee, where a browser
 * folds i and ı together and Python folds upwards.
 * @param {string} character
 */
function foldOne(character) {
  const plain = character.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase();
  const kept = plain.replace(/[^\p{L}\p{N}]/gu, "");
  return variants.get(character) ?? Array.from(kept, (one) => variants.get(one) ?? one).join("");
}

/** A character folded, remembered. @param {string} character */
function remembered(character) {
  if (character.length === 1) return (units[character.charCodeAt(0)] ??= foldOne(character));
  let plain = pairs.get(character);
  if (plain === undefined) pairs.set(character, (plain = foldOne(character)));
  return plain;
}

/** A text folded. @param {string} text @returns {string} "言，Ａ" gives "言a" */
export function fold(text) {
  let all = "";
  let kept = 0; // from here to n everything folds to itself and is taken at once
  for (let n = 0; n < text.length; n += 1) {
    let plain = units[text.charCodeAt(n)];
    if (plain?.length === 1 && plain.charCodeAt(0) === text.charCodeAt(n)) continue;
    const character = String.fromCodePoint(/** @type {number} */ (text.codePointAt(n)));
    plain = remembered(character);
    if (plain === character) {
      n += character.length - 1;
      continue;
    }
    all += text.slice(kept, n) + plain;
    n += character.length - 1;
    kept = n + 1;
  }
  return kept ? all + text.slice(kept) : text;
}

/**
 * A text folded, and for each UTF-16 unit of that the character (code point) of the text it comes from.
 * @param {Iterable<string>} characters a string, or its characters
 * @returns {{ text: string, at: number[] }} "言，Ａ" gives "言a" and [0, 2]
 */
export function folded(characters) {
  let text = "";
  /** @type {number[]} */
  const at = [];
  let n = 0;
  for (const character of characters) {
    const plain = remembered(character);
    text += plain;
    for (let unit = 0; unit < plain.length; unit += 1) at.push(n);
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
  for (let i = a.length; i--;)
    for (let j = b.length; j--;)
      longest[i][j] = a[i] === b[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
  const pairs = [];
  for (let [i, j] = [0, 0]; longest[i][j];) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (longest[i + 1][j] < longest[i][j + 1]) j++;
    else i++;
  }
  return pairs;
}
