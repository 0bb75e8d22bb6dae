// @ts-check
/** The list of a page's notes: beside the text to read and to go on from, and on paper. */

import { button, element } from "./dom.js";
import { card } from "./notes-card.js";
import { follow } from "./notes-former.js";
import "./notes-margin.js";
import { acts, go, inOrder, notes, placeName, places, shows, write } from "./notes-layer.js";
import { exportNotes, remind } from "./notes-file.js";
import { tell } from "./notes-words.js";
import { put } from "./search-dom.js";

export { highlight, load, write } from "./notes-layer.js";
export { receive } from "./notes-receive.js";

/** @typedef {import("./notes-form.js").Note} Note */

await follow().catch(() => {}); // a browser that keeps nothing has nothing to take along

const title = element("h2", { id: "yl-notes-title" });
const risk = element("p", { class: "yl-note__state" });
const list = element("ul", { class: "yl-note-list" });
const panel = element("section", {
  class: "yl-notes-panel md-typeset",
  role: "dialog",
  "aria-labelledby": title.id,
  tabindex: "-1",
});
panel.append(
  title,
  element(
    "p",
    { class: "yl-note__acts" },
    button(tell("on-whole"), () => write(null)),
    button(tell("export-page"), () => exportNotes([...notes.values()], "jsonld")),
    element("a", { class: "yl-button", href: new URL("../notes/index.html", import.meta.url).href }, tell("my-notes")),
    button(tell("close"), close),
  ),
  risk,
  list,
);
panel.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") close();
});
/** What had the focus before. @type {Element | null} */
let opener = null;

function close() {
  panel.remove();
  if (opener instanceof HTMLElement) opener.focus();
}

/** Those on the whole text, those in it, those that lost their words. */
function sorted() {
  const placed = inOrder().map(({ note }) => note);
  const others = [...notes.values()].filter((note) => !places.has(note.id));
  const [whole, lost] = [
    others.filter(({ selectors }) => !selectors.length),
    others.filter(({ selectors }) => selectors.length),
  ];
  return [...whole, ...placed, ...lost];
}

/** @param {Note} note */
function row(note) {
  const piece = places.get(note.id);
  return card(note, element("b", {}, placeName(note)), piece ? { go: () => go(piece), ...acts } : acts);
}

async function render() {
  const opener = document.querySelector(".yl-notes-open");
  if (opener) opener.textContent = tell("open", { n: notes.size });
  if (!panel.isConnected) return;
  title.textContent = tell("on-page", { n: notes.size });
  put(list, ...sorted().map(row));
  risk.textContent = await remind([...notes.values()]);
}
shows.push(() => void render());

export function openPanel() {
  if (panel.isConnected) return close();
  opener = document.activeElement;
  document.body.append(panel);
  void render();
  panel.focus();
}

/** On paper the notes stand numbered after the text. */
const printed = element(
  "section",
  { class: "yl-notes-printed", "aria-hidden": "true" },
  element("h2", {}, tell("my-notes")),
  element("ol"),
);
addEventListener("beforeprint", () => {
  const placed = inOrder().map(({ note }) => note);
  const rest = sorted().filter((note) => !placed.includes(note));
  put(printed.children[1], ...[...placed, ...rest].map((note) => card(note, element("b", {}, placeName(note)), {})));
  if (notes.size) document.querySelector("h2.section")?.before(printed);
  else printed.remove();
});
