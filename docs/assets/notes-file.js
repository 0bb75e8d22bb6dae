// @ts-check
/** Notes taken out: as annotations for programs, as Markdown and CSV for people. */

import { cell, markdown, save } from "./export.js";
import { anchor, annotation, quote } from "./notes-form.js";
import { mine, setMine } from "./notes-settings.js";
import { tell } from "./notes-words.js";

/** @typedef {import("./notes-form.js").Note} Note */

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

/** @param {Note[]} notes */
function csv(notes) {
  const rows = notes.map((note) =>
    [
      note.speech,
      note.title,
      anchor(note),
      quote(note),
      note.comment,
      note.tags.join(" "),
      tell(`colour-${note.colour}`),
      note.name,
      note.created,
      note.modified,
      link(note),
    ]
      .map(cell)
      .join(","),
  );
  return `\uFEFF${[tell("columns"), ...rows].join("\r\n")}\r\n`;
}

/** Lines of Markdown. @param {string} text @param {string} before each */
const lines = (text, before) =>
  text
    .split("\n")
    .map((line) => `${before}${markdown(line)}`)
    .join("  \n");

/** @param {Note[]} notes */
function md(notes) {
  const parts = [`# ${tell("my-notes")}\n`];
  let title = "";
  for (const note of notes) {
    if (title !== (note.title || note.speech)) parts.push(`## ${markdown((title = note.title || note.speech))}\n`);
    if (quote(note)) parts.push(`${lines(quote(note), "> ")}\n`);
    if (note.comment) parts.push(`${lines(note.comment, "")}\n`);
    const tags = note.tags.map((tag) => ` ${markdown(`#${tag}`)}`).join("");
    parts.push(
      `[${anchor(note) ? `¶${anchor(note).slice(1)}` : tell("whole-speech")}](${link(note)}) ${tell(`colour-${note.colour}`)}${tags}\n`,
    );
  }
  return parts.join("\n");
}

/** @type {Record<string, [(notes: Note[]) => string, string]>} */
const FORMS = { jsonld: [jsonld, "application/ld+json"], csv: [csv, "text/csv"], md: [md, "text/markdown"] };

/** Give the reader a file. @param {Note[]} notes @param {string} form */
export function exportNotes(notes, form) {
  const [write, type] = FORMS[form];
  const sorted = [...notes].sort((a, b) => (a.speech + a.created < b.speech + b.created ? -1 : 1));
  save(write(sorted), type, `${tell("my-notes")} ${new Date().toISOString().slice(0, 10)}.${form}`);
  if (form === "jsonld") setMine({ exported: new Date().toISOString() });
}

const [MANY, LONG] = [10, 7 * 86_400_000]; // notes; ms: after a week without a visit Safari drops what scripts have stored

/** Where the browser may drop notes: how many have never been taken out, once that is worth a reminder. @param {Note[]} notes */
export async function remind(notes) {
  if (await navigator.storage?.persisted?.()) return "";
  const { exported } = mine();
  const fresh = notes.filter(({ own, modified }) => own && modified > exported);
  const old = fresh.some(({ modified }) => Date.now() - Date.parse(modified) > LONG);
  return fresh.length >= MANY || old ? tell("remind", { n: fresh.length }) : "";
}
