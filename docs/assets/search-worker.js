// @ts-check
/** The search's worker: answers what search.js asks, one message for one question, several for a find. */

// What these import in turn is named, too: so all of it is fetched at once, not level by level.
import "./search-catalogue.js";
import "./search-kwic.js";
import "./search-match.js";
import "./search-plan.js";
import "./search-query.js";
import "./search-sums.js";
import { fold } from "./fold.js";
import { Failure } from "./search-files.js";
import { Find } from "./search-find.js";
import { Library } from "./search-library.js";

/**
 * @typedef {{ id: number, ask: "open" | "find" | "stop" | "suggest" | "nearest" | "check", folder: string, text:
 *   string, options: any }} Question
 */

/** @type {Promise<Library> | undefined} */
let library;
/** @type {Map<number, import("./search-find.js").Task>} finds that go on */
const tasks = new Map();

/** The library, opened once; after a failure again. @param {string} folder */
function open(folder) {
  if (!library) {
    library = Library.open(folder);
    library.catch(() => (library = undefined));
  }
  return library;
}

/** What is asked, by name. @type {Record<string, (library: Library, question: Question) => Promise<unknown>>} */
const answers = {
  async open({ index }) {
    const { version, mode, speeches, paragraphs, characters, strings } = index;
    return { version, mode, speeches, paragraphs, characters, strings };
  },
  check: async (library, { text }) => (await import("./search-verdict.js")).check(library, text),
  nearest: async (library, { text }) => (await import("./search-near.js")).nearest(library, text),
  async suggest(library, { text, options }) {
    const [wanted, words] = [fold(text), await library.words()];
    const found = words.filter(({ plain }) => wanted && plain !== wanted && plain.includes(wanted));
    const begins = (/** @type {string} */ plain) => Number(plain.startsWith(wanted));
    found.sort((a, b) => begins(b.plain) - begins(a.plain));
    return found.slice(0, options.size).map(({ word }) => word);
  },
  async find(library, { id, text, options }) {
    const task = tasks.get(id) ?? { stopped: true };
    await new Find(library, text, options, task, (found) => postMessage({ id, found })).run();
  },
};

/** @param {Question} question */
async function answer(question) {
  const { id, ask, folder } = question;
  if (ask === "find") tasks.set(id, { stopped: false });
  try {
    const value = await answers[ask](await open(folder), question);
    postMessage({ id, value, done: true });
  } catch (error) {
    const { key, file } = error instanceof Failure ? error : { key: "damaged", file: String(error) };
    if (!tasks.get(id)?.stopped) postMessage({ id, failure: { key, file }, done: true });
  } finally {
    tasks.delete(id);
  }
}

addEventListener("message", ({ data }) => {
  const task = tasks.get(data.id);
  if (data.ask !== "stop") answer(data);
  else if (task) task.stopped = true;
});
