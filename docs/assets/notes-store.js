// @ts-check
/**
 * What a note is, and where notes are kept: the browser's own database, one for the host. They belong to the page of a text
 * by its folder below speeches/ and to nothing of the site's build.
 */

/**
 * A selector of the W3C's: FragmentSelector (value), TextQuoteSelector, TextPositionSelector.
 * @typedef {{ type: string, value?: string, conformsTo?: string, exact?: string, prefix?: string, suffix?: string, start?: number,
 *   end?: number }} Selector
 * A note without selectors is on the whole text. `own`: it was made in this browser; `was`: the words it was made on, where it
 * has been placed again; `lost`: its words were not to be found when its page was opened last.
 * @typedef {{ id: string, speech: string, source: string, title: string, selectors: Selector[], colour: string, comment: string,
 *   tags: string[], name: string, rights: string, created: string, modified: string, own?: boolean, lost?: boolean,
 *   was?: { how: string, quote: string } }} Note
 */

/** The colours that a reader may choose, and how other programs are told of them. */
export const COLOURS = { yellow: "#fae69e", green: "#cbe8b8", blue: "#c5def5", pink: "#f8cfdb" };
export const MOST_TAGS = 50; // of a note

/** The words that a note is on, and the paragraph they begin in. @param {Note} note */
export const quote = ({ selectors }) => selectors.find(({ type }) => type === "TextQuoteSelector")?.exact ?? "";
/** @param {Note} note */
export const anchor = ({ selectors }) => selectors.find(({ type }) => type === "FragmentSelector")?.value ?? "";

/** An id that nobody else gives (RFC 9562, version 4); browsers have one ready-made only over https. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `urn:uuid:${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}`;
}

/** What a reader writes into a field of tags. @param {string} text */
export const tagsOf = (text) => [...new Set(text.split(/[\s,，、;；#]+/u).filter(Boolean))].slice(0, MOST_TAGS);

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

/** A note for another page. @param {Note} note @param {string} speech @param {string} [value] the anchor there */
export function moved(note, speech, value) {
  const at = (/** @type {Selector} */ one) => (value && one.type === "FragmentSelector" ? { ...one, value } : one);
  return { ...note, speech, source: note.source.replace(note.speech, speech), selectors: note.selectors.map(at) };
}

/** Take the notes of former addresses to where those lead. */
export async function follow() {
  const [leads, notes] = await Promise.all([former(), all()]);
  const changed = notes.flatMap((note) => {
    const to = leads[note.speech]?.[anchor(note)] ?? leads[note.speech]?.[""];
    const [speech, value] = to?.split("#") ?? [];
    return speech ? [moved(note, speech, value)] : [];
  });
  if (changed.length) await keep(changed);
}

const BY = "yanlu.notes.by";

/**
 * The name and the licence that go out with one's own notes, the colour that was used last, and the time of the last export.
 * @typedef {{ name: string, rights: string, colour: string, exported: string }} Mine
 */

/** @returns {Mine} */
export function mine() {
  /** @type {Mine} */
  const nothing = { name: "", rights: "", colour: "yellow", exported: "" };
  try {
    return { ...nothing, ...JSON.parse(localStorage.getItem(BY) ?? "{}") };
  } catch {
    return nothing; // a browser that keeps nothing
  }
}

/** @param {Partial<Mine>} changed */
export function setMine(changed) {
  try {
    localStorage.setItem(BY, JSON.stringify({ ...mine(), ...changed }));
  } catch {
    // likewise: it is asked for again
  }
}
