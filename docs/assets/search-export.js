// @ts-check
/** All lines of a search as a file: CSV for spreadsheets, plain text for people. */

import { cell, save } from "./export.js";
import { citable } from "./search-address.js";
import { linesAt } from "./search-ask.js";

/**
 * @typedef {import("./search-address.js").Asked} Asked
 * @typedef {import("./search.js").Search} Search
 * @typedef {import("./search-words.js").Words} Words
 * @typedef {import("./search-lines.js").Line} Line
 * @typedef {{ lines: Line[], occurrences: number, speeches: number }} All
 */

/** So many lines are asked for at once. */
const CHUNK = 2000;

/**
 * Every line, once every paragraph has been checked.
 * @param {Search} search
 * @param {Asked} asked
 * @param {(done: number, total: number) => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<All>} rejects with the failure, or with the signal's reason
 */
async function every(search, asked, progress, signal) {
  let found = await linesAt(search, asked, { from: 0, size: CHUNK }, progress, signal);
  const lines = [...found.lines];
  while (lines.length < found.occurrences) {
    progress(lines.length, found.occurrences);
    found = await linesAt(search, asked, { from: lines.length, size: CHUNK }, undefined, signal);
    lines.push(...found.lines);
  }
  return { ...found, lines };
}

/**
 * The table; with a byte order mark, without which Excel takes it for another encoding.
 * @param {All} all
 * @param {Words} words
 */
export function csv({ lines }, words) {
  const rows = lines.map((line) => {
    const facts = [line.date, line.title, line.speaker, words.kinds[line.kind], line.place];
    return [...facts, citable(line), line.left, line.hit, line.right].map((value) => cell(value ?? "")).join(",");
  });
  return `\uFEFF${[words.say("columns"), ...rows].join("\r\n")}\r\n`;
}

/** The lines to read. @param {All} all @param {Asked} asked @param {Words} words */
export function plain({ lines, occurrences, speeches }, asked, words) {
  const head = words.say("heading", { q: asked.q, n: occurrences, m: speeches });
  const parts = lines.map(
    (line) =>
      `${line.left}【${line.hit}】${line.right}\n` +
      `${line.title}（${words.date(line.date)}）¶${line.anchor.slice(1)}\n${citable(line)}\n`,
  );
  return [head, location.href, "", ...parts].join("\n");
}

/**
 * The buttons of the export. While one works it stops the work.
 * @param {HTMLElement} part
 * @param {Search} search
 * @param {() => Asked} asked
 * @param {Words} words
 */
export function addExport(part, search, asked, words) {
  const progress = /** @type {HTMLElement} */ (part.querySelector("output"));
  const [table, text, cancel] = part.querySelectorAll("button");
  let stop = new AbortController();

  /** @param {(all: All, of: Asked) => void} write */
  async function run(write) {
    const of = asked();
    stop = new AbortController();
    part.classList.add("busy");
    const tell = (/** @type {number} */ done, /** @type {number} */ total) => {
      progress.textContent = words.say("exporting", { done, total });
    };
    try {
      const all = await every(search, of, tell, stop.signal);
      write(all, of);
      progress.textContent = words.say("exported", { n: all.lines.length });
    } catch (reason) {
      const { key, file } = /** @type {import("./search.js").Failure} */ (reason);
      progress.textContent = stop.signal.aborted ? "" : words.say(`failed-${key}`, { file });
    } finally {
      part.classList.remove("busy");
    }
  }

  const name = (/** @type {Asked} */ { q }) => `${words.say("title")} ${q.replace(/[^\p{L}\p{N}]+/gu, " ").trim().slice(0, 40)}`;
  table.addEventListener("click", () => run((all, of) => save(csv(all, words), "text/csv", `${name(of)}.csv`)));
  text.addEventListener("click", () => run((all, of) => save(plain(all, of, words), "text/plain", `${name(of)}.txt`)));
  cancel.addEventListener("click", () => stop.abort());
}
