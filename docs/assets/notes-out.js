// @ts-check
/** Notes taken out, as W3C Web Annotations (Recommendation, 2017-02-23). */

import { save } from "./export.js";
import { tell } from "./notes-dom.js";
import { anchor, COLOURS, mine, quote, setMine } from "./notes-store.js";

/** @typedef {import("./notes-store.js").Note} Note */

/** The class of what has a colour. */
export const CLASS = "yl-note-";

/** A note as an annotation. @param {Note} note */
function annotation(note) {
  const { id, created, modified, name, rights, comment, tags, source, selectors, colour } = note;
  const said = comment ? [{ type: "TextualBody", purpose: "commenting", format: "text/plain", value: comment }] : [];
  const body = [...said, ...tags.map((value) => ({ type: "TextualBody", purpose: "tagging", value }))];
  const [styleClass, css] = [CLASS + colour, COLOURS[/** @type {keyof COLOURS} */ (colour)]];
  return {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    id,
    type: "Annotation",
    motivation: comment ? "commenting" : "highlighting",
    ...(created && { created }),
    ...(modified && { modified }),
    ...(name && { creator: { type: "Person", name } }),
    ...(rights && { rights }),
    ...(body.length && { body }),
    stylesheet: { type: "CssStylesheet", value: `.${styleClass} { background-color: ${css} }` },
    target: { source, type: "SpecificResource", ...(selectors.length && { selector: selectors }), styleClass },
  };
}

/** Where a note stands, to be opened. @param {Note} note */
export function link(note) {
  const address = new URL(`../speeches/${note.speech}/index.html`, import.meta.url);
  address.hash = anchor(note);
  return address.href;
}

/** One's own notes bear one's name. @param {Note} note */
export function signed(note) {
  const { name, rights } = mine();
  return note.own ? { ...note, name: note.name || name, rights: note.rights || rights } : note;
}

/** A list of annotations, each whole, a line each: this is what other programs take. @param {Note[]} notes */
const jsonld = (notes) => `[\n${notes.map((note) => JSON.stringify(annotation(signed(note)))).join(",\n")}\n]\n`;

/**
 * Give the reader a file of notes.
 * @param {Note[]} notes
 * @param {string} ending of its name
 * @param {string} type
 * @param {(notes: Note[]) => string} write is given them by speech, and by time
 */
export function saveNotes(notes, ending, type, write) {
  const sorted = [...notes].sort((a, b) => (a.speech + a.created < b.speech + b.created ? -1 : 1));
  save(write(sorted), type, `${tell("my-notes")} ${new Date().toISOString().slice(0, 10)}.${ending}`);
}

/** Give the reader annotations, which can be brought in again, here and elsewhere. @param {Note[]} notes */
export function exportNotes(notes) {
  saveNotes(notes, "jsonld", "application/ld+json", jsonld);
  setMine({ exported: new Date().toISOString() });
}

const [MANY, WEEK] = [10, 7 * 86_400_000]; // notes; ms: after a week without a visit Safari drops what scripts have stored

/** Where the browser may drop notes: how many have never been taken out, once that is worth a reminder. @param {Note[]} notes */
export async function remind(notes) {
  if (await navigator.storage?.persisted?.()) return "";
  const { exported } = mine();
  const fresh = notes.filter(({ own, modified }) => own && modified > exported);
  const old = fresh.some(({ modified }) => Date.now() - Date.parse(modified) > WEEK);
  return fresh.length >= MANY || old ? tell("remind", { n: fresh.length }) : "";
}
