// @ts-check
/** Notes brought in: annotations of any origin, what Hypothesis' API gives, what Recogito saves. */

import { noteOf, Refused } from "./notes-form.js";

/** @typedef {import("./notes-form.js").Note} Note */
/** @typedef {{ line: number, what: string, where: string }} Problem */

const MOST = 32 * 2 ** 20; // bytes of a file

/** An annotation as Hypothesis' API tells it. @param {any} row */
function ofHypothesis({ id, created, updated, user, text, tags, uri, target }) {
  const [{ source = uri, selector = [] } = {}] = target ?? [];
  return {
    id: `https://hypothes.is/a/${id}`,
    type: "Annotation",
    created,
    modified: updated,
    creator: { name: String(user ?? "").replace(/^acct:/, "") },
    body: [
      { value: text ?? "" },
      ...(tags ?? []).map((/** @type {unknown} */ value) => ({ purpose: "tagging", value })),
    ],
    target: { source, selector: selector.filter((/** @type {any} */ one) => one?.type === "TextQuoteSelector") }, // it counts otherwise
  };
}

/** The annotations of a file, whatever holds them. @param {any} given @returns {any[]} */
function items(given) {
  if (Array.isArray(given)) return given;
  if (Array.isArray(given?.rows))
    return given.rows.map((/** @type {any} */ row) => (row && typeof row === "object" ? ofHypothesis(row) : row));
  return given?.items ?? given?.first?.items ?? [given];
}

/** The line that each item of the file's list begins on. @param {string} text JSON */
function linesOf(text) {
  const found = [];
  let [line, depth, list, begins, name] = [1, 0, 0, false, ""]; // list: how deep its items are; name: the latest string
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},\n]|[^\s"[\]{},]+/g)) {
    if (token === "\n") line += 1;
    else {
      if (begins) found.push(line);
      begins = token === "," && depth === list;
      if (token === "[" && !list && (!depth || /^"(rows|items)"$/.test(name))) [list, begins] = [depth + 1, true];
      if (token === "[" || token === "{") depth += 1;
      else if (token === "]" || token === "}") depth -= 1;
      else if (token.startsWith('"')) name = token;
    }
  }
  return found;
}

/**
 * What a file holds.
 * @param {Blob} file
 * @returns {Promise<{ notes: Note[], problems: Problem[] }>}
 */
export async function read(file) {
  if (file.size > MOST) return { notes: [], problems: [{ line: 0, what: "big", where: "" }] };
  const text = await file.text();
  let given;
  try {
    given = items(JSON.parse(text));
  } catch (error) {
    return { notes: [], problems: [{ line: 0, what: "json", where: String(error) }] };
  }
  /** @type {Note[]} */
  const notes = [];
  /** @type {{ n: number, what: string, where: string }[]} */
  const refused = [];
  given.forEach((one, n) => {
    try {
      notes.push(noteOf(one));
    } catch (error) {
      const { what, where } = error instanceof Refused ? error : { what: "type", where: "" };
      refused.push({ n, what, where });
    }
  });
  const lines = refused.length ? linesOf(text) : [];
  return { notes, problems: refused.map(({ n, what, where }) => ({ line: lines[n] ?? 1, what, where })) };
}
