// @ts-check
/** The reader's notes on the page of a text: placed, painted, and told beside their paragraphs. */

import { ask, edit, scopeOf, tell } from "./notes-dom.js";
import { exportNotes, remind } from "./notes-out.js";
import { describe, page, placed } from "./notes-place.js";
import { all, anchor, drop, keep, mine, moved, newId, of, quote, setMine, speechOf } from "./notes-store.js";
import { paragraphs, say, word } from "./reading-dom.js";
import { placeOf } from "./reading-links.js";
import { bring } from "./reading-place.js";
import { characters, isWhole, named, paint, partsOf, ranges, wipe, within } from "./reading-text.js";

/**
 * @typedef {import("./notes-store.js").Note} Note
 * @typedef {import("./reading-text.js").Piece} Piece
 */

const SPEECH = speechOf(location.pathname);
const published = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=canonical]"));
export const SOURCE = published?.href ?? `urn:x-yanlu:speech:${SPEECH}`;
export const TITLE = document.querySelector("h1")?.textContent ?? SPEECH;

/** The text, as placing wants it. */
const text = page(
  paragraphs.map((paragraph) => ({ id: paragraph.id, text: characters(paragraph).join("") })),
  Object.fromEntries([...document.querySelectorAll(".alias")].map(({ id }) => [id, placeOf(id)?.first.id ?? ""])),
  new Set([...document.querySelectorAll(".gone")].map(({ id }) => id)),
);

/** The page's notes; what the browser could not keep is here alone. @type {Map<string, Note>} */
export let notes = new Map();
/** @type {Map<string, Note>} */
const unkept = new Map();
/** Where each of them stands. @type {Map<string, Piece>} */
export const places = new Map();
/** Who shows the notes too. @type {(() => void)[]} */
export const shows = [];

/** @param {{ first: string, last: string, start: number, end: number }} place @returns {Piece} */
function pieceOf({ first, last, start, end }) {
  const [from, to] = [first, last].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
  return { first: from, last: to, start, end };
}

/** A piece that begins and ends between characters as they are seen: a mark over or after one belongs to it. @param {Piece} piece @returns {Piece} */
function widened(piece) {
  const [own, other] = [characters(piece.first), characters(piece.last)];
  const bound = /[\p{M}\u200d]/u;
  let { start, end } = piece;
  while (start > 0 && bound.test(own[start])) start -= 1;
  while (end < other.length && bound.test(other[end])) end += 1;
  return { ...piece, start, end };
}

/** The selectors of a piece: a whole paragraph is told by its number and its words alone. @param {Piece} piece */
function selectorsOf(piece) {
  const { first, last, start, end } = piece;
  const all = describe(text, { first: first.id, last: last.id, start, end });
  if (first !== last || !isWhole(piece)) return all;
  return all.slice(0, 2).map(({ prefix, suffix, ...selector }) => selector);
}

/** A note whose paragraph is on another page now goes there. @param {Note} note */
function lost(note) {
  const way = document.getElementById(anchor(note))?.querySelector("a.moved");
  if (!(way instanceof HTMLAnchorElement)) return note.lost ? note : { ...note, lost: true };
  return moved(note, speechOf(way.pathname), way.hash.slice(1));
}

/** A note as it stands on the page today. @param {Note} note @returns {Note} the same, if nothing has changed */
export function settled(note) {
  if (!note.selectors.length) return note;
  const found = placed(text, note.selectors);
  if (!found) return lost(note);
  const piece = pieceOf(found.place);
  places.set(note.id, piece);
  if (found.how === "same") return note.lost ? { ...note, lost: false } : note;
  const was = anchor(note) ? { how: found.how, quote: quote(note) } : undefined; // other programs know no anchors
  return { ...note, lost: false, was, selectors: selectorsOf(piece) };
}

/** What the browser says when it keeps nothing is told, and never that all is well. @param {unknown} error */
function failed(error) {
  const full = error instanceof DOMException && error.name === "QuotaExceededError";
  const why = tell(full ? "full" : "blocked");
  if (!unkept.size) ask(why, {});
  else ask(why + tell("unkept"), { export: () => exportNotes([...unkept.values()]) });
}

/** Take what has been kept, from this tab or another. */
export async function load() {
  const kept = await of(SPEECH).catch(failed);
  if (!kept) return;
  places.clear();
  const settling = [...kept.filter(({ id }) => !unkept.has(id)), ...unkept.values()].map((before) => ({
    before,
    note: settled(before),
  }));
  notes = new Map(settling.flatMap(({ note }) => (note.speech === SPEECH ? [[note.id, note]] : [])));
  const changed = settling.flatMap(({ before, note }) => (note === before || unkept.has(note.id) ? [] : [note]));
  if (changed.length) await keep(changed).catch(failed);
  show();
}

let asked = false; // the browser to keep what there is, and the reader to take it out: once a page

/** Keep a note that was made or changed here. @param {Note} note */
async function save(note) {
  delete document.documentElement.dataset.ylNotes; // what is made is seen
  notes.set(note.id, note);
  unkept.set(note.id, note);
  show();
  try {
    const kept = [...unkept.values()];
    await keep(kept);
    for (const one of kept) if (unkept.get(one.id) === one) unkept.delete(one.id);
    say(tell("saved"));
  } catch (error) {
    return failed(error);
  }
  if (asked) return;
  asked = true;
  await navigator.storage?.persist?.();
  const every = await all();
  const due = await remind(every);
  if (due) ask(due, { export: () => exportNotes(every) });
}

/** @param {Note} note */
async function remove(note) {
  try {
    await drop(note.id);
  } catch (error) {
    if (!unkept.has(note.id)) return failed(error);
  }
  for (const known of [notes, places, unkept]) known.delete(note.id);
  show();
  ask(tell("removed"), { undo: () => void restore(note) });
}

/** A note as if it had been made here: it was removed, or somebody shared it. @param {Note} note */
export function restore(note) {
  settled(note);
  return save(note);
}

/** @param {Piece | null} piece null for the whole text @returns {Note} */
function made(piece) {
  const now = new Date().toISOString();
  const note = {
    id: newId(),
    speech: SPEECH,
    source: SOURCE,
    title: TITLE,
    selectors: piece ? selectorsOf(piece) : [],
  };
  if (piece) places.set(note.id, piece);
  return {
    ...note,
    colour: mine().colour,
    comment: "",
    tags: [],
    name: "",
    rights: "",
    own: true,
    created: now,
    modified: now,
  };
}

/** Mark a piece of the text. @param {Piece} piece */
export const highlight = (piece) => save(made(widened(piece)));

/** Write a note on a piece of the text; of whole paragraphs, on a part of them. @param {Piece | null} piece null for the whole text */
export function write(piece) {
  const scope = piece && isWhole(piece) ? scopeOf(piece) : null;
  const draft = made(piece && widened(piece));
  const done = (/** @type {Note} */ note) => {
    const chosen = scope?.piece();
    setMine({ colour: note.colour });
    if (chosen) places.set(note.id, chosen);
    void save(chosen ? { ...note, selectors: selectorsOf(chosen) } : note);
  };
  edit(draft, piece ? named(piece) : "", done, scope?.element);
}

/** Where a note stands, to be told. @param {Note} note */
export function placeName(note) {
  const piece = places.get(note.id);
  if (piece) return named(piece);
  return note.selectors.length ? tell("stood", { n: anchor(note).slice(1) }) : tell("whole-speech");
}

/** What can be done with a note here. */
export const acts = {
  edit: (/** @type {Note} */ note) => edit(note, placeName(note), (changed) => void save(changed)),
  share: (/** @type {Note} */ note) =>
    void import("./notes-share.js").then(
      ({ share }) => share(note),
      () => say(word("notes-failed")),
    ),
  delete: (/** @type {Note} */ note) => void remove(note),
};

/** Go to where a note stands. @param {Piece} piece */
export function go(piece) {
  bring(ranges(piece)[0] ?? piece.first, piece.first);
  piece.first.tabIndex = -1;
  piece.first.focus({ preventScroll: true });
}

/** The notes that have a place, in the order of the text. @returns {{ note: Note, piece: Piece }[]} */
export function inOrder() {
  const order = new Map(paragraphs.map((paragraph, n) => [paragraph, n * 1e6]));
  const at = (/** @type {{ piece: Piece }} */ { piece }) => (order.get(piece.first) ?? 0) + piece.start;
  const placed = [...notes.values()].flatMap((note) => {
    const piece = places.get(note.id);
    return piece ? [{ note, piece }] : [];
  });
  return placed.sort((a, b) => at(a) - at(b));
}

// On the text each character has the colour of the shortest note over it, and a line where there are several.

/** @typedef {{ start: number, end: number, layer: string }} Span of a paragraph */

const OVER = "yl-note-over";

/** The layers that are on the page. @type {Set<string>} */
const painted = new Set();

/** What notes cover of each paragraph. @param {{ piece: Piece, layer: string }[]} notes */
function spansOf(notes) {
  /** @type {Map<HTMLElement, Span[]>} */
  const spans = new Map();
  for (const { piece, layer } of notes)
    for (const paragraph of within(piece)) {
      const start = paragraph === piece.first ? piece.start : 0;
      const end = paragraph === piece.last ? piece.end : Infinity;
      spans.set(paragraph, [...(spans.get(paragraph) ?? []), { start, end, layer }]);
    }
  return spans;
}

/** Spans cut where any of them begins or ends. @param {Span[]} spans @returns {Span[]} in the order of the text */
function apart(spans) {
  const cuts = [...new Set(spans.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  return cuts.slice(1).flatMap((end, n) => {
    const over = spans.filter((span) => span.start <= cuts[n] && end <= span.end);
    over.sort((a, b) => a.end - a.start - (b.end - b.start));
    const layers = [...over.slice(0, 1).map(({ layer }) => layer), ...(over.length > 1 ? [OVER] : [])];
    return layers.map((layer) => ({ start: cuts[n], end, layer }));
  });
}

/** @param {Span} span @returns {[number, number]} */
const span = ({ start, end }) => [start, end];

/** Paint these notes and no others. @param {{ piece: Piece, layer: string }[]} notes */
function paintNotes(notes) {
  for (const layer of painted) wipe(layer);
  const spans = [...spansOf(notes)].map(([paragraph, own]) => ({ paragraph, own: apart(own) }));
  for (const layer of new Set([...notes.map((note) => note.layer), OVER])) {
    const parts = spans.flatMap(({ paragraph, own }) => {
      const its = own.filter((one) => one.layer === layer).map(span);
      return its.length ? partsOf(paragraph, its) : [];
    });
    paint(layer, parts);
    painted.add(layer);
  }
}

/** Show the notes as they are now. */
export function show() {
  const own = inOrder();
  paintNotes(own.map(({ note, piece }) => ({ piece, layer: `yl-note-${note.colour}` })));
  for (const act of shows) act();
  performance.mark("yl-notes");
}
