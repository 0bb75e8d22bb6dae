// @ts-check
/** Arriving by a link that carries somebody's note: shown as theirs, kept only if the reader says so. */

import { element } from "./dom.js";
import { ask, card, tell } from "./notes-dom.js";
import { noteOf } from "./notes-in.js";
import { go, notes, placeName, places, restore, settled, SOURCE, TITLE } from "./notes-layer.js";
import { unpacked } from "./notes-share.js";
import { paragraphs } from "./reading-dom.js";
import { mark, paintPiece, wipe } from "./reading-text.js";

/** @typedef {import("./notes-store.js").Note} Note */

const LAYER = "yl-note-shared";
const bar = element("aside", { class: "yl-notice yl-note-shared", "aria-label": tell("shared") });

/** The note has been kept or not: the address is the paragraph's again. */
function done() {
  wipe(LAYER);
  bar.remove();
  history.replaceState(history.state, "", location.href.replace(/~[^]*/, "").replace(/#$/, ""));
}

/** @param {Note} note */
function show(note) {
  const piece = places.get(note.id);
  const home = piece?.first ?? paragraphs[0];
  const acts = {
    keep: () => {
      done();
      void restore(note);
    },
    dismiss: done,
  };
  const said = note.name ? tell("shared-by", { name: note.name }) : tell("shared");
  bar.replaceChildren(element("p", {}, said), element("ul", {}, card(note, element("b", {}, placeName(note)), acts)));
  home.after(bar);
  if (!piece) return bar.scrollIntoView({ block: "center" });
  mark(null); // the whole paragraph was, as the address names it
  paintPiece(LAYER, piece);
  go(piece);
}

/** Show the note of the address. */
export async function receive() {
  wipe(LAYER);
  try {
    const note = { ...noteOf(await unpacked(location.hash.slice(1), SOURCE)), title: TITLE };
    const own = places.get(note.id);
    if (notes.has(note.id)) {
      if (own) go(own);
      return ask(tell("shared-known"), {});
    }
    show(settled(note));
  } catch {
    ask(tell("shared-broken"), {});
  }
}
