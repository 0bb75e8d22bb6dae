// @ts-check
/** Notes on the text: each character has the colour of the shortest note over it, and a line where there are several. */

import { paint, partsOf, wipe, within } from "./reading-text.js";

/** @typedef {import("./reading-text.js").Piece} Piece */
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
export function paintNotes(notes) {
  for (const layer of painted) wipe(layer);
  const spans = [...spansOf(notes)].map(([paragraph, own]) => ({ paragraph, own: apart(own) }));
  for (const layer of new Set([...notes.map((note) => note.layer), OVER])) {
    const its = (/** @type {Span[]} */ own) => own.filter((one) => one.layer === layer).map(span);
    paint(
      layer,
      spans.flatMap(({ paragraph, own }) => partsOf(paragraph, its(own))),
    );
    painted.add(layer);
  }
}
