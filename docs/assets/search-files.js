// @ts-check
/**
 * The search's files: fetched, unpacked and checked, each once. They are named by their content, so the browser keeps
 * them; only index.json is asked for anew.
 */

/** The way files are laid out that these scripts can read (FORMAT in scripts/yanlu/render/search.py). */
const FORMAT = 1;
/** So long a file may take, in milliseconds. */
const PATIENCE = 60_000;
/** So many files are kept unpacked, some 30 MB of blocks and lists; the longest unused go first. */
const KEPT = 512;

/**
 * missing: not on the server; old: of another build than the other files, or laid out for other scripts; offline: no
 * answer.
 * @typedef {"missing" | "damaged" | "old" | "offline"} FailureKey
 *
 * @typedef {{ format: number, version: string, mode: "whole" | "parts", characters: number, paragraphs: number,
 *   speeches: number, pages: string, words: string, variants: string, text: string | null, grams: null | { folder: string, shards: number
 *   }, strings: Record<string, any> }} Index
 */

/** What a file could not be used for. */
export class Failure extends Error {
  /** @param {FailureKey} key @param {string} file */
  constructor(key, file) {
    super(`${key}: ${file}`);
    this.key = key;
    this.file = file;
  }
}

/** What a host has not unpacked already. @param {Uint8Array<ArrayBuffer>} bytes */
async function unpacked(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {Uint8Array} bytes @returns {any} */
export const json = (bytes) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));

/** What must hold of a sound file. @param {boolean} condition */
export function must(condition) {
  if (!condition) throw new Error("not what it should be");
}

export class Files {
  /** @type {Map<string, Promise<any>>} */
  #kept = new Map();

  /**
   * @param {URL | string} folder with a slash at its end
   * @param {string} version of the index; "" before it is there
   */
  constructor(folder, version = "") {
    this.folder = folder;
    this.version = version;
  }

  /** @param {string} name @param {RequestInit} [how] */
  async #fetched(name, how) {
    let response;
    try {
      response = await fetch(new URL(name, this.folder), { ...how, signal: AbortSignal.timeout(PATIENCE) });
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
    } catch {
      throw new Failure("offline", name);
    }
    throw new Failure("missing", name);
  }

  /** The index as it is now. @returns {Promise<Index>} */
  async index() {
    const name = "index.json";
    const bytes = await this.#fetched(name, { cache: "no-cache" });
    let index;
    try {
      index = json(bytes);
      must(Number.isInteger(index.format));
    } catch {
      throw new Failure("damaged", name);
    }
    if (index.format !== FORMAT) throw new Failure("old", name);
    return index;
  }

  /** @template T @param {string} name @param {(bytes: Uint8Array<ArrayBuffer>) => T | Promise<T>} read @param {RequestInit} [how] @returns {Promise<T>} */
  async #read(name, read, how) {
    const bytes = await this.#fetched(name, how);
    try {
      return await read(await unpacked(bytes));
    } catch {
      if (!how) return this.#read(name, read, { cache: "reload" }); // perhaps damaged only where the browser keeps it
      throw new Failure("damaged", name);
    }
  }

  /**
   * Why a file fails: perhaps the site has been built anew meanwhile.
   * @param {unknown} failure
   * @returns {Promise<never>}
   */
  async #explained(failure) {
    if (!(failure instanceof Failure) || failure.key === "offline") throw failure;
    const { version } = await this.index().catch(() => this);
    throw version === this.version ? failure : new Failure("old", failure.file);
  }

  /**
   * What a file holds. What has failed is tried again when it is asked for again.
   * @template T
   * @param {string} name
   * @param {(bytes: Uint8Array<ArrayBuffer>) => T | Promise<T>} read throws if the file is not sound
   * @returns {Promise<T>}
   */
  get(name, read) {
    const old = this.#kept.get(name);
    this.#kept.delete(name);
    const failed = (/** @type {unknown} */ failure) => {
      this.#kept.delete(name);
      return this.#explained(failure);
    };
    const found = old ?? this.#read(name, read).catch(failed);
    this.#kept.set(name, found); // the last asked for is the last to go
    for (const first of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(first);
    }
    return found;
  }
}
