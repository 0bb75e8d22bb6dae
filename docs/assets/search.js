// @ts-check
/** The search, for pages: everything is done by a worker, which is started when it is first asked. */

/**
 * @typedef {import("./search-find.js").Found} Found
 * @typedef {import("./search-find.js").Options} Options
 * @typedef {{ key: import("./search-files.js").FailureKey, file: string }} Failure
 * @typedef {Pick<import("./search-files.js").Index, "version" | "mode" | "speeches" | "paragraphs" | "characters" |
 *   "strings">} Opened
 */

/** @type {Map<string, Search>} */
const searches = new Map();

/**
 * The search of a folder: the same for all who ask for it.
 * @param {URL | string} folder search/ of the site, with the slash
 */
export function connect(folder) {
  const { href } = new URL(folder, location.href);
  const search = searches.get(href) ?? new Search(href);
  searches.set(href, search);
  return search;
}

export class Search {
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Map<number, (answer: any) => void>} who waits for answers */
  #waiting = new Map();
  /** @type {Promise<Opened> | null} */
  #opened = null;
  #last = 0;

  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
  }

  #started() {
    if (this.#worker) return this.#worker;
    this.#worker = new Worker(new URL("search-worker.js", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => {
      const hear = this.#waiting.get(data.id);
      if (data.done) this.#waiting.delete(data.id);
      hear?.(data);
    });
    this.#worker.addEventListener("error", () => this.#failed());
    return this.#worker;
  }

  /** The worker's own file is not there, or not what it was: nobody waits for ever. */
  #failed() {
    this.#worker?.terminate();
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const hear of waiting) hear({ failure: { key: "missing", file: "search-worker.js" } });
  }

  /**
   * @param {string} ask
   * @param {object} what
   * @param {(answer: any) => void} hear
   * @returns {number} the question's number
   */
  #ask(ask, what, hear) {
    const id = (this.#last += 1);
    this.#waiting.set(id, hear);
    this.#started().postMessage({ id, ask, folder: this.folder, ...what });
    return id;
  }

  /** @param {string} ask @param {object} [what] @returns {Promise<any>} */
  #answer(ask, what = {}) {
    return new Promise((resolve, reject) => {
      this.#ask(ask, what, ({ value, failure }) => (failure ? reject(failure) : resolve(value)));
    });
  }

  /** What is searched, once it is there. Rejects with a `Failure`, and is tried again when it is asked for again. */
  get opened() {
    if (!this.#opened) {
      this.#opened = this.#answer("open");
      this.#opened.catch(() => (this.#opened = null));
    }
    return this.#opened;
  }

  /**
   * Find a query's occurrences; told again and again until `exact`, or once with a failure.
   * @param {string} text
   * @param {Partial<Options>} options
   * @param {(found: Found | { failure: Failure }) => void} tell
   * @returns {() => void} stops it: nothing more is told
   */
  find(text, options, tell) {
    const id = this.#ask("find", { text, options }, ({ found, failure }) => {
      if (found) tell(found);
      else if (failure) tell({ failure });
    });
    return () => {
      if (this.#waiting.delete(id)) this.#worker?.postMessage({ id, ask: "stop" });
    };
  }

  /**
   * Words that a text may become.
   * @param {string} text
   * @param {number} size at most so many
   * @returns {Promise<string[]>}
   */
  suggest(text, size) {
    return this.#answer("suggest", { text, options: { size } });
  }

  /**
   * The nearest words to those of a query that has no occurrences.
   * @param {string} text
   * @returns {Promise<string | null>}
   */
  nearest(text) {
    return this.#answer("nearest", { text });
  }

  /**
   * Whether a quotation stands in the texts.
   * @param {string} text
   * @returns {Promise<import("./search-verdict.js").Checked>}
   */
  check(text) {
    return this.#answer("check", { text });
  }
}
