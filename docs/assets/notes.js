// @ts-check
/**
 * A reader's notes, for the page of a text. What they need is fetched with the first need: a page that has none pays for
 * these lines. The site has no instant navigation (each page is a new document), so that all is added once; what shows notes
 * replaces what it showed before.
 */

import { button, paragraphs, say, word } from "./reading-dom.js";
import { keys } from "./reading-keys.js";
import { offers } from "./reading-offers.js";
import { inView } from "./reading-place.js";
import { whole } from "./reading-text.js";

/** @typedef {typeof import("./notes-panel.js")} Panel */

const NAME = "yanlu.notes"; // as in notes-store.js, which a page without notes does without

/** @type {Promise<Panel> | null} */
let panel = null;

/** The style, once. */
function style() {
  const link = document.createElement("link");
  [link.rel, link.href] = ["stylesheet", new URL("notes.css", import.meta.url).href];
  document.head.append(link);
}

/** Fetch what notes need, show those there are, and do something. @param {(panel: Panel) => unknown} act */
async function reach(act) {
  try {
    if (!panel) style();
    panel ??= import("./notes-panel.js").then(async (made) => {
      await made.load();
      return made;
    });
    await act(await panel);
  } catch {
    panel = null;
    say(word("notes-failed"));
  }
}

/** Show the note that somebody has sent with the address. */
async function receive() {
  if (location.hash.includes("~")) await (await import("./notes-receive.js")).receive();
}

/** Whether notes are for this page. Who has none pays for no more than the question. */
async function wanted() {
  if (location.hash.includes("~")) return true;
  const known = await indexedDB.databases?.();
  if (known && !known.some(({ name }) => name === NAME)) return false;
  return (await import("./notes-store.js")).concern(location.pathname);
}

/** Show notes if there are any; a browser that keeps none is told when one is made. */
async function look() {
  if (panel) await reach(({ load }) => load());
  else if (await wanted().catch(() => false)) await reach(receive);
}

/** The paragraph that the keyboard is in, else the one that is read. */
function current() {
  const focused = document.activeElement?.closest(".para");
  return paragraphs.find((paragraph) => paragraph === focused) ?? paragraphs[inView()];
}

/** The ways to make notes and to see them. */
export function addNotes() {
  if (!paragraphs.length) return;
  offers.push(
    { label: word("note-mark"), act: (piece) => void reach(({ highlight }) => highlight(piece)) },
    { label: word("note"), act: (piece) => void reach(({ write }) => write(piece)) },
  );
  const open = () => void reach(({ openPanel }) => openPanel());
  document.querySelector(".tools")?.append(button(word("notes"), open, { class: "yl-notes-open" }));
  keys.set("m", ["key-note", () => void reach(({ write }) => write(whole(current())))]);
  keys.set("l", ["key-notes", open]);
  const heard = (/** @type {MessageEvent} */ { data }) => void (data !== performance.timeOrigin && look());
  if ("BroadcastChannel" in globalThis) new BroadcastChannel(NAME).addEventListener("message", heard);
  addEventListener("hashchange", () => void (location.hash.includes("~") && reach(receive)));
  void look();
}
