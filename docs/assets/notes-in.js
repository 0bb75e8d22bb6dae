// @ts-check
/**
 * Notes brought in: annotations of any origin, what Hypothesis' API gives, what Recogito saves, what a link carries.
 * Each is made anew from what it must be: nothing else of it is kept.
 */

import { CLASS } from "./notes-out.js";
import { all, COLOURS, keep, MOST_TAGS, speechOf } from "./notes-store.js";

/**
 * @typedef {import("./notes-store.js").Note} Note
 * @typedef {import("./notes-store.js").Selector} Selector
 * @typedef {{ line: number, what: string, where: string }} Problem
 */

const LONGEST = { id: 300, source: 2000, comment: 50_000, tag: 100, quote: 50_000, context: 1000, name: 200 }; // characters

/** Why something is no note of this site's. */
class Refused extends Error {
  /** @param {string} what is wrong with it, a key of the words @param {string} [where] in it */
  constructor(what, where = "") {
    super(what);
    this.what = what;
    this.where = where;
  }
}

/** @param {any} value @returns {any[]} */
const list = (value) => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]);

/** A string that is there and not too long. @param {unknown} value @param {string} where @param {number} longest */
function text(value, where, longest) {
  if (typeof value !== "string") throw new Refused("type", where);
  if (value.length > longest) throw new Refused("long", where);
  return value;
}

/** One that may be missing. @param {unknown} value @param {string} where @param {number} longest */
const maybe = (value, where, longest) => (value === undefined || value === null ? "" : text(value, where, longest));

/** @param {unknown} value @param {string} where */
function time(value, where) {
  const given = maybe(value, where, 40);
  if (given && !(/^\d{4}-\d\d-\d\dT/.test(given) && Date.parse(given))) throw new Refused("time", where);
  return given && new Date(given).toISOString();
}

/** A name that is the same everywhere (RFC 3987, roughly). @param {string} given @param {string} where */
function iri(given, where) {
  if (!/^[a-z][\w+.-]*:[^\s<>"{}|\\^`]+$/i.test(given)) throw new Refused("id", where);
  return given;
}

/** Recogito gives the bare UUID. @param {unknown} value */
function idOf(value) {
  const given = text(value, "id", LONGEST.id).replace(/^#/, "");
  return iri(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(given) ? `urn:uuid:${given}` : given, "id");
}

/** @param {any} given @returns {Selector} */
function selector(given) {
  if (given.type === "FragmentSelector") {
    const value = text(given.value, "value", 20);
    if (!/^p\d\w*$/.test(value)) throw new Refused("anchor", value);
    return { type: given.type, conformsTo: "http://tools.ietf.org/rfc/rfc3236", value };
  }
  if (given.type === "TextPositionSelector") {
    const { start, end } = given;
    if (![start, end].every(Number.isSafeInteger) || start < 0 || end <= start)
      throw new Refused("position", "start, end");
    return { type: given.type, start, end };
  }
  const exact = text(given.exact, "exact", LONGEST.quote);
  if (!exact) throw new Refused("quote");
  const [prefix, suffix] = ["prefix", "suffix"].map((name) => maybe(given[name], name, LONGEST.context));
  return { type: given.type, exact, ...(prefix && { prefix }), ...(suffix && { suffix }) };
}

const KNOWN = ["FragmentSelector", "TextQuoteSelector", "TextPositionSelector"];

/** The selectors that can be used here, one of each type. @param {any} given @returns {Selector[]} */
function selectorsOf(given) {
  if (!list(given).length) return [];
  const found = KNOWN.flatMap((type) => list(given).find((one) => one?.type === type) ?? []).map(selector);
  if (!found.some(({ exact }) => exact)) throw new Refused("quote");
  return found;
}

/** What bodies say: a comment and tags. @param {any} given */
function bodies(given) {
  const said = { comments: /** @type {string[]} */ ([]), tags: /** @type {string[]} */ ([]) };
  for (const one of list(given)) {
    const purpose = list(one?.purpose)[0];
    if (purpose === "highlighting" || purpose === "styling") continue; // a colour of another program's
    const value = text(typeof one === "string" ? one : one?.value, "body", LONGEST.comment).replaceAll("\r\n", "\n");
    if (purpose === "tagging") said.tags.push(text(value, "tag", LONGEST.tag).trim());
    else said.comments.push(value);
  }
  if (said.tags.length > MOST_TAGS) throw new Refused("long", "tags");
  return {
    comment: text(said.comments.filter(Boolean).join("\n\n"), "body", LONGEST.comment),
    tags: [...new Set(said.tags.filter(Boolean))],
  };
}

/** @param {string} given a class @returns {string} the colour it names */
const colourOf = (given) => Object.keys(COLOURS).find((colour) => CLASS + colour === given) ?? Object.keys(COLOURS)[0];

/**
 * The note that an annotation is.
 * @param {any} given of any origin
 * @returns {Note}
 * @throws {Refused}
 */
export function noteOf(given) {
  if (typeof given !== "object" || !given || Array.isArray(given)) throw new Refused("type");
  if (!list(given.type).includes("Annotation")) throw new Refused("type", "type");
  const [target, other] = list(given.target);
  if (!target || other) throw new Refused("target", "target");
  const source = text(target.source?.id ?? target.source ?? target.id ?? target, "source", LONGEST.source);
  const speech = speechOf(source);
  if (!speech) throw new Refused("source", source);
  const creator = list(given.creator)[0];
  const rights = maybe(list(given.rights)[0], "rights", LONGEST.source);
  return {
    id: idOf(given.id),
    speech,
    source: iri(source, "source"),
    title: "",
    selectors: selectorsOf(target.selector),
    colour: colourOf(list(target.styleClass)[0]),
    ...bodies(given.body ?? given.bodyValue),
    name: maybe(
      creator?.name ?? creator?.nickname ?? (typeof creator === "string" ? creator : ""),
      "creator",
      LONGEST.name,
    ),
    rights: rights && iri(rights, "rights"),
    created: time(given.created ?? given.modified, "created"),
    modified: time(given.modified ?? given.created, "modified"),
  };
}

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

/** Keep what is new or newer. @param {Note[]} notes @returns {Promise<Record<"new" | "updated" | "same", number>>} how many of each */
export async function merge(notes) {
  const known = new Map((await all()).map((note) => [note.id, note]));
  const done = { new: 0, updated: 0, same: 0 };
  const wanted = new Map();
  for (const note of notes) {
    const old = wanted.get(note.id) ?? known.get(note.id);
    const what = !old ? "new" : note.modified > old.modified ? "updated" : "same";
    done[what] += 1;
    if (what !== "same") wanted.set(note.id, note);
  }
  await keep([...wanted.values()]);
  return done;
}
