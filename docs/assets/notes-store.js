// @ts-check
/**
 * Where notes are kept: the browser's own database, one for the host. They belong to the page of a text by its folder below
 * speeches/ and to nothing of the site's build.
 */

/** @typedef {import("./notes-form.js").Note} Note */

const NAME = "yanlu.notes"; // of the database, its table, and the channel between tabs

/** The folder below speeches/ that an address or an id is about: "2020-02-23", "2020-02-23/w2"; "" for none. @param {string} address */
export function speechOf(address) {
  const [, id = ""] =
    /(?:\/speeches\/|^urn:x-yanlu:speech:)([\w-]+(?:\/w\d+)?)\/?(?:index\.html)?(?:[?#]|$)/.exec(address) ?? [];
  return id;
}

/** Where addresses that show no text any more lead: page → anchor, or "" for the page → where. @returns {Promise<Record<string, Record<string, string>>>} */
export const former = async () => (await fetch(new URL("../notes/former.json", import.meta.url))).json();

/** @type {Promise<IDBDatabase> | null} */
let opening = null;

/** The database; asked for again where it could not be had, or was closed. */
function opened() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(NAME, { keyPath: "id" }).createIndex("speech", "speech");
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onclose = () => (opening = null);
      resolve(request.result);
    };
  });
  opening.catch(() => (opening = null));
  return opening;
}

/**
 * Do something with the table, whole or not at all.
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(table: IDBObjectStore) => IDBRequest<T> | undefined} act
 * @returns {Promise<T | undefined>} rejects with what the browser says: no room, no permission
 */
async function table(mode, act) {
  const transaction = (await opened()).transaction(NAME, mode, { durability: "strict" });
  const request = act(transaction.objectStore(NAME));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error ?? request?.error);
  });
}

/** All notes. @returns {Promise<Note[]>} */
export const all = async () => (await table("readonly", (store) => store.getAll())) ?? [];

/** Whether any notes are for a page: its own, or those of an address that leads elsewhere now. @param {string} path */
export async function concern(path) {
  const known = new Set((await all()).map(({ speech }) => speech));
  if (!known.size || known.has(speechOf(path))) return known.size > 0;
  const leads = await former();
  return [...known].some((page) => page in leads);
}

/** The notes of a page. @param {string} speech @returns {Promise<Note[]>} */
export const of = async (speech) => (await table("readonly", (store) => store.index("speech").getAll(speech))) ?? [];

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;

/** Be told when another tab has changed something. @param {() => void} act */
export const heard = (act) => channel?.addEventListener("message", act);

/** @param {Note[]} notes */
export async function keep(notes) {
  await table("readwrite", (store) => void notes.forEach((note) => store.put(note)));
  channel?.postMessage(performance.timeOrigin); // who says it
}

/** @param {string} id */
export async function drop(id) {
  await table("readwrite", (store) => void store.delete(id));
  channel?.postMessage(performance.timeOrigin); // who says it
}

/** Keep what is new or newer. @param {Note[]} notes @returns {Promise<Record<"new" | "updated" | "same", number>>} how many of each */
export async function merge(notes) {
  const known = new Map((await all()).map((note) => [note.id, note]));
  const done = { new: 0, updated: 0, same: 0 };
  const wanted = new Map();
  for (const note of notes) {
    const old = wanted.get(note.id) ?? known.get(note.id);
    const what = !old ? "new" : note.modified > old.modified ? "updated" : "same";
    done[what] += 1;
    if (what !== "same") wanted.set(note.id, note);
  }
  await keep([...wanted.values()]);
  return done;
}
