// @ts-check
/** The texts that are searched, loaded whole or block by block, and the lists of where pairs of characters stand. */

import { fold, useVariants } from "./fold.js";
import { Catalogue } from "./search-catalogue.js";
import { Failure, Files, json, must } from "./search-files.js";
import { fewer, Text } from "./search-match.js";

/**
 * @typedef {{ anchors: string[], texts: Text[] }} Page
 * @typedef {{ numbers: Uint32Array, times: Uint32Array }} List of paragraphs (or pages), and how often it stands in
 *   each
 */

/** So many files are fetched at a time. */
const AHEAD = 8;

/** Of Knuth's multiplicative hashing, as in scripts/yanlu/render/search_grams.py. */
const SPREAD = 2654435761;

const NOWHERE = { numbers: new Uint32Array(), times: new Uint32Array() };

/** Let what has arrived meanwhile be heard. */
export const breath = () =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (port1.close(), done(undefined));
    port2.postMessage(null);
  });

/**
 * @param {Uint8Array} bytes varints of (difference * 2 + more than once?), with the times behind if so
 * @returns {List}
 */
function unpack(bytes) {
  const [numbers, times] = [new Uint32Array(bytes.length), new Uint32Array(bytes.length)];
  let at = 0;
  const varint = () => {
    let value = bytes[at] & 127;
    for (let shift = 7; bytes[at++] & 128; shift += 7) value |= (bytes[at] & 127) << shift;
    return value;
  };
  let n = 0;
  for (let number = 0; at < bytes.length; n += 1) {
    const value = varint();
    number += value >>> 1;
    numbers[n] = number;
    times[n] = value & 1 ? varint() : 1;
  }
  must(at === bytes.length);
  return { numbers: numbers.subarray(0, n), times: times.subarray(0, n) };
}

/** A shard's lists: their keys and lengths, and all lists one after the other. */
class Shard {
  /** @param {Uint8Array<ArrayBuffer>} bytes @param {(key: number) => boolean} own whether a key belongs here */
  constructor(bytes, own) {
    const count = new DataView(bytes.buffer).getUint32(0, true);
    this.keys = new Uint32Array(bytes.buffer.slice(4, 4 + 4 * count));
    this.lengths = new Uint32Array(bytes.buffer.slice(4 + 4 * count, 4 + 8 * count));
    this.bytes = bytes.subarray(4 + 8 * count);
    must(this.keys.every(own) && this.lengths.length === count);
    must(this.lengths.reduce((sum, n) => sum + n, 0) === this.bytes.length);
  }

  /** @param {number} key */
  list(key) {
    const n = fewer(this.keys, key);
    if (this.keys[n] !== key) return NOWHERE;
    const start = this.lengths.subarray(0, n).reduce((sum, length) => sum + length, 0);
    return unpack(this.bytes.subarray(start, start + this.lengths[n]));
  }
}

/** The key of two neighbouring units of folded text, or of one. @param {string} units */
const keyOf = (units) =>
  units.length === 1 ? units.charCodeAt(0) : ((units.charCodeAt(0) << 16) | units.charCodeAt(1)) >>> 0;

/** The pages of a block. @param {Uint8Array} bytes @param {Catalogue} catalogue @param {number} block @returns {Page[]} */
function unblock(bytes, { blocks, columns, length }, block) {
  const [start, pages] = [blocks[block] ?? 0, json(bytes)]; // a corpus without texts has a block without pages
  must(pages.length === (blocks[block + 1] ?? length) - start);
  return pages.map((/** @type {[string[], string[]]} */ [anchors, texts], /** @type {number} */ n) => {
    must(anchors.length === columns.paragraphs[start + n] && texts.length === anchors.length);
    return { anchors, texts: texts.map((text) => new Text(text)) };
  });
}

export class Library {
  /**
   * @param {Files} files
   * @param {import("./search-files.js").Index} index
   * @param {Catalogue} pages
   */
  constructor(files, index, pages) {
    this.files = files;
    this.index = index;
    this.pages = pages;
    this.whole = index.mode === "whole";
    /** For each unit how many units are more frequent; Infinity for one that stands nowhere. */
    this.ranks = new Map([...pages.columns.chars].map((unit, rank) => [unit, rank]));
  }

  /** @param {URL | string} folder */
  static async open(folder) {
    const index = await new Files(folder).index();
    const files = new Files(folder, index.version);
    const pages = files.get(index.pages, (bytes) => new Catalogue(json(bytes)));
    const variants = files.get(index.variants, (bytes) => useVariants(json(bytes)));
    const text = index.text && files.get(index.text, async (bytes) => unblock(bytes, await pages, 0));
    await Promise.all([pages, variants, text]);
    return new Library(files, index, await pages);
  }

  /**
   * The words of the texts, the frequent first, and what they fold to.
   * @returns {Promise<{ word: string, plain: string }[]>}
   */
  words() {
    const read = (/** @type {Uint8Array} */ bytes) =>
      json(bytes).map((/** @type {string} */ word) => ({ word, plain: fold(word) }));
    return this.files.get(this.index.words, read);
  }

  /** @param {number} block @returns {Promise<Page[]>} its pages */
  #block(block) {
    return this.files.get(this.pages.columns.blocks[block], (bytes) => unblock(bytes, this.pages, block));
  }

  /** The file that a page is in. @param {number} page */
  file(page) {
    return this.pages.columns.blocks[this.pages.columns.block[page]];
  }

  /** A page's paragraphs. @param {number} page @returns {Promise<Page>} */
  async page(page) {
    const block = this.pages.columns.block[page];
    return (await this.#block(block))[page - this.pages.blocks[block]];
  }

  /**
   * Pages one after the other, the next ones fetched ahead. The first failure ends it.
   * @param {number[]} pages
   * @returns {AsyncGenerator<[number, Page]>} which of them, and it
   */
  async *read(pages) {
    const { block } = this.pages.columns;
    const starts = pages.flatMap((page, n) => (n && block[page] === block[pages[n - 1]] ? [] : [n]));
    let [fetched, loaded] = [0, /** @type {Page[]} */ ([])];
    for (const [i, start] of starts.entries()) {
      for (; fetched < Math.min(i + AHEAD, starts.length); fetched += 1)
        this.#block(block[pages[starts[fetched]]]).catch(() => {}); // told when its turn comes
      const own = block[pages[start]];
      loaded = await this.#block(own);
      for (let n = start; n < (starts[i + 1] ?? pages.length); n += 1)
        yield [n, loaded[pages[n] - this.pages.blocks[own]]];
    }
  }

  /** Where one or two units of folded text stand: the pages of one, the paragraphs of two. @param {string} units */
  async list(units) {
    const { folder, shards } = /** @type {{ folder: string, shards: number }} */ (this.index.grams);
    const home = (/** @type {number} */ key) => Math.floor(((Math.imul(key, SPREAD) >>> 0) * shards) / 2 ** 32);
    const own = home(keyOf(units));
    const name = `${folder}/${own}.bin`;
    const shard = await this.files.get(name, (bytes) => new Shard(bytes, (key) => home(key) === own));
    const found = shard.list(keyOf(units));
    const total = units.length === 1 ? this.pages.length : this.pages.first[this.pages.length];
    if ((found.numbers.at(-1) ?? -1) >= total) throw new Failure("damaged", name);
    return found;
  }

  /**
   * The paragraphs in which one or two units of folded text stand, or for one unit those of its pages.
   * @param {string} units
   * @returns {Promise<Uint32Array>} rising
   */
  async paragraphs(units) {
    const { first } = this.pages;
    if (this.whole) return this.#scanned(units);
    const { numbers } = await this.list(units);
    if (units.length > 1) return numbers;
    const own = (/** @type {number} */ page) =>
      Array.from({ length: first[page + 1] - first[page] }, (_, n) => first[page] + n);
    return Uint32Array.from(Array.from(numbers).flatMap(own));
  }

  /** The same of texts that are all here. @param {string} units */
  async #scanned(units) {
    const found = [];
    for await (const [n, { texts }] of this.read(this.pages.rows.map(({ page }) => page)))
      for (const [at, text] of texts.entries())
        if (text.folded(false).includes(units)) found.push(this.pages.first[n] + at);
    return Uint32Array.from(found);
  }
}
