// @ts-check
/** What a reader has said once about the notes of their own, and when they were taken out last. */

const KEPT = "yanlu.notes.by";

/**
 * The name and the licence that go out with one's own notes, the colour that was used last, and the time of the last export.
 * @typedef {{ name: string, rights: string, colour: string, exported: string }} Mine
 */

/** @returns {Mine} */
export function mine() {
  /** @type {Mine} */
  const nothing = { name: "", rights: "", colour: "yellow", exported: "" };
  try {
    return { ...nothing, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
  } catch {
    return nothing; // a browser that keeps nothing
  }
}

/** @param {Partial<Mine>} changed */
export function setMine(changed) {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ ...mine(), ...changed }));
  } catch {
    // likewise: it is asked for again
  }
}
