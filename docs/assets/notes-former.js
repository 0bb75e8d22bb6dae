// @ts-check
/** Notes go with their text to its new address. */

import { anchor } from "./notes-form.js";
import { all, former, keep } from "./notes-store.js";

/** @typedef {import("./notes-form.js").Note} Note */

/** A note for another page. @param {Note} note @param {string} speech @param {string} [value] the anchor there */
export function moved(note, speech, value) {
  const at = (/** @type {import("./notes-form.js").Selector} */ one) =>
    value && one.type === "FragmentSelector" ? { ...one, value } : one;
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
