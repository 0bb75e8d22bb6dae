// @ts-check
/**
 * A note, and the same as a W3C Web Annotation (Recommendation, 2017-02-23), which is the form that leaves this browser.
 * What comes in is made anew from what it must be: nothing else of it is kept.
 */

import { speechOf } from "./notes-store.js";

/**
 * A selector of the W3C's: FragmentSelector (value), TextQuoteSelector, TextPositionSelector.
 * @typedef {{ type: string, value?: string, conformsTo?: string, exact?: string, prefix?: string, suffix?: string, start?: number,
 *   end?: number }} Selector
 * A note without selectors is on the whole text. `own`: it was made in this browser; `was`: the words it was made on, where it
 * has been placed again; `lost`: its words were not to be found when its page was opened last.
 * @typedef {{ id: string, speech: string, source: string, title: string, selectors: Selector[], colour: string, comment: string,
 *   tags: string[], name: string, rights: string, created: string, modified: string, own?: boolean, lost?: boolean,
 *   was?: { how: string, quote: string } }} Note
 */

/** The colours that a reader may choose, and how other programs are told of them. */
export const COLOURS = { yellow: "#fae69e", green: "#cbe8b8", blue: "#c5def5", pink: "#f8cfdb" };
const CLASS = "yl-note-";

const CONTEXT = "http://www.w3.org/ns/anno.jsonld";
const LONGEST = { id: 300, source: 2000, comment: 50_000, tag: 100, quote: 50_000, context: 1000, name: 200, tags: 50 }; // characters; tags

/** The words that a note is on, and the paragraph they begin in. @param {Note} note */
export const quote = ({ selectors }) => selectors.find(({ type }) => type === "TextQuoteSelector")?.exact ?? "";
/** @param {Note} note */
export const anchor = ({ selectors }) => selectors.find(({ type }) => type === "FragmentSelector")?.value ?? "";

/** An id that nobody else gives (RFC 9562, version 4); browsers have one ready-made only over https. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `urn:uuid:${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}`;
}

/** What a reader writes into a field of tags. @param {string} text */
export const tagsOf = (text) => [...new Set(text.split(/[\s,，、;；#]+/u).filter(Boolean))].slice(0, LONGEST.tags);

/** A note as an annotation. @param {Note} note */
export function annotation(note) {
  const { id, created, modified, name, rights, comment, tags, source, selectors, colour } = note;
  const said = comment ? [{ type: "TextualBody", purpose: "commenting", format: "text/plain", value: comment }] : [];
  const body = [...said, ...tags.map((value) => ({ type: "TextualBody", purpose: "tagging", value }))];
  const [styleClass, css] = [CLASS + colour, COLOURS[/** @type {keyof COLOURS} */ (colour)]];
  return {
    "@context": CONTEXT,
    id,
    type: "Annotation",
    motivation: comment ? "commenting" : "highlighting",
    ...(created && { created }),
    ...(modified && { modified }),
    ...(name && { creator: { type: "Person", name } }),
    ...(rights && { rights }),
    ...(body.length && { body }),
    stylesheet: { type: "CssStylesheet", value: `.${styleClass} { background-color: ${css} }` },
    target: { source, type: "SpecificResource", ...(selectors.length && { selector: selectors }), styleClass },
  };
}

/** Why something is no note of this site's. */
export class Refused extends Error {
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
  if (said.tags.length > LONGEST.tags) throw new Refused("long", "tags");
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
