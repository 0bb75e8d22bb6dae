// @ts-check
/** Notes for people: as a table, and as a text. */

import { cell, markdown } from "./export.js";
import { tell } from "./notes-dom.js";
import { link } from "./notes-out.js";
import { anchor, quote } from "./notes-store.js";

/** @typedef {import("./notes-store.js").Note} Note */

/** A table (RFC 4180). @param {Note[]} notes */
export function csv(notes) {
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

/** Markdown. @param {Note[]} notes */
export function md(notes) {
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
