// @ts-check
/**
 * Notes taken out: as W3C Web Annotations (Recommendation, 2017-02-23) for programs, as Markdown and CSV for people; one of
 * them in a link, `#p7~…`, deflated (RFC 1951), base64url (RFC 4648). It stands in the fragment, which no host is told.
 */

import { button, element } from "./dom.js";
import { cell, markdown, save } from "./export.js";
import { tell } from "./notes-dom.js";
import { anchor, COLOURS, mine, quote, setMine } from "./notes-store.js";
import { toClipboard } from "./reading-copy.js";
import { dialog } from "./reading-dom.js";

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
function signed(note) {
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

const [MANY, WEEK] = [10, 7 * 86_400_000]; // notes; ms: after a week without a visit Safari drops what scripts have stored

/** Where the browser may drop notes: how many have never been taken out, once that is worth a reminder. @param {Note[]} notes */
export async function remind(notes) {
  if (await navigator.storage?.persisted?.()) return "";
  const { exported } = mine();
  const fresh = notes.filter(({ own, modified }) => own && modified > exported);
  const old = fresh.some(({ modified }) => Date.now() - Date.parse(modified) > WEEK);
  return fresh.length >= MANY || old ? tell("remind", { n: fresh.length }) : "";
}

/** What the link's fragment is. @param {Note} note */
async function packed(note) {
  const { id, modified, colour, comment, tags, name, selectors } = note;
  const [{ prefix = "", suffix = "" } = {}] = selectors.filter(({ exact }) => exact);
  const [{ start = 0, end = 0 } = {}] = selectors.filter(({ end }) => end);
  const given = [
    id.replace("urn:uuid:", ""),
    modified,
    colour,
    quote(note),
    prefix,
    suffix,
    start,
    end,
    comment,
    name,
    ...tags,
  ];
  const deflated = new Blob([JSON.stringify(given)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer());
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
  return `${anchor(note)}~${text}`;
}

const LONG = 2000; // characters: longer addresses are cut by many programs

/** Offer a note as a link, or as a file where the link is too long. @param {Note} note */
export async function share(note) {
  const address = new URL(link(note).replace(/index\.html/, ""));
  address.hash = await packed(signed(note));
  const { href } = address;
  const long = href.length > LONG;
  const done = element("p", { role: "status" });
  const field = element("textarea", { readonly: "", rows: "4", "aria-label": tell("share") }, href);
  const copy = button(tell("copy"), async () => {
    done.textContent = tell((await toClipboard(href)) ? "copied" : "copy-failed");
  });
  const file = button(tell("export"), () => exportNotes([note], "jsonld"));
  const size = element("p", {}, tell(long ? "share-long" : "share-size", { n: href.length }));
  const box = dialog(tell("share"), size, ...(long ? [file] : [field, copy, done]));
  box.classList.add("yl-note-dialog");
  box.addEventListener("close", () => box.remove());
  box.showModal();
}
