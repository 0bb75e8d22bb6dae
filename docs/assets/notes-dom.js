// @ts-check
/** How notes are told, shown, asked about and written. What others wrote is text, whatever it looks like. */

import { button, element, filled } from "./dom.js";
import { COLOURS, quote, tagsOf } from "./notes-store.js";
import { dialog, paragraphs } from "./reading-dom.js";
import { characters, within } from "./reading-text.js";

/**
 * @typedef {import("./notes-store.js").Note} Note
 * @typedef {import("./reading-text.js").Piece} Piece
 * What can be done with a note: a key of the words, and how.
 * @typedef {Record<string, (note: Note) => void>} Acts
 */

/** @type {Record<string, string>} */
const words = await (await fetch(new URL("../notes/words.json", import.meta.url))).json();

/** A sentence; numbers in it get commas. @param {string} key as in [notes] of strings.zh.toml @param {Record<string, string | number>} [values] */
export const tell = (key, values = {}) => filled(words[key] ?? key, values);

/** An address of the web, as far as it can be told from the sentence around it. */
const LINK = /(https?:\/\/[^\s<>"'“”‘’「」『』《》（）()，。；、！？：]+)/u;

/** Lines of text, with links in them to the web and to nothing else. @param {string} text */
function lines(text) {
  return text.split("\n").map((line) => {
    const parts = line
      .split(LINK)
      .map((part, n) => (n % 2 ? element("a", { href: part, rel: "noopener noreferrer nofollow" }, part) : part));
    return element("bdi", {}, ...parts, "\n");
  });
}

/** The day in the reader's own time. @param {string} time */
const day = (time) => time && new Date(time).toLocaleDateString(document.documentElement.lang);

/** What has to be known of where a note stands. @param {Note} note */
function standing({ lost, was }) {
  if (lost) return [element("p", { class: "yl-note__state" }, tell("lost"))];
  if (!was) return [];
  return [element("p", { class: "yl-note__state" }, tell(was.how, { quote: was.quote }))];
}

/**
 * @param {Note} note
 * @param {string | Node} place where it stands
 * @param {Acts} acts
 */
export function card(note, place, acts) {
  const words = quote(note);
  const about = [tell(`colour-${note.colour}`), day(note.modified), note.name].filter(Boolean).join(" · ");
  const buttons = Object.entries(acts).map(([key, act]) => {
    const made = button(tell(key), () => act(note));
    made.dataset.key = `${key} ${note.id}`;
    return made;
  });
  return element(
    "li",
    { class: `yl-note yl-note--${note.colour}` },
    element("p", { class: "yl-note__about" }, place, element("bdi", {}, about)),
    ...(words ? [element("blockquote", {}, element("bdi", {}, words))] : []),
    ...(note.comment ? [element("p", { class: "yl-note__comment" }, ...lines(note.comment))] : []),
    ...(note.tags.length
      ? [element("p", { class: "yl-note__tags" }, ...note.tags.map((tag) => element("bdi", {}, `#${tag}`)))]
      : []),
    ...standing(note),
    element("p", { class: "yl-note__acts" }, ...buttons),
  );
}

const shown = element("div", { class: "yl-note-bar" });
const said = element("div", { role: "alert" });
shown.append(said);

/**
 * Tell something that may be answered: it stays until then, at the foot of the window.
 * @param {string} text
 * @param {Record<string, () => void>} answers keys of the words, and what they do
 */
export function ask(text, answers) {
  const away = () => shown.remove();
  const buttons = Object.entries({ ...answers, close: () => {} }).map(([key, act]) =>
    button(tell(key), () => {
      away();
      act();
    }),
  );
  shown.replaceChildren(said, ...buttons);
  document.body.append(shown);
  said.textContent = text;
}

/** @param {string} chosen */
function colours(chosen) {
  const options = Object.keys(COLOURS).map((value) => {
    const input = element("input", { type: "radio", name: "colour", value, ...(value === chosen && { checked: "" }) });
    return element("label", {}, input, element("span", { class: `yl-note--${value}` }, tell(`colour-${value}`)));
  });
  return element("fieldset", { class: "yl-choice" }, element("legend", {}, tell("colour")), ...options);
}

/** @param {string} key @param {HTMLElement} field */
const labelled = (key, field) => element("label", { class: "yl-note-field" }, tell(key), field);

/**
 * Write a note; on a phone the text comes first, as the keyboard takes half of the screen.
 * @param {Note} note
 * @param {string} place where it stands
 * @param {(note: Note) => void} done
 * @param {HTMLElement} [scope] in which the place can be made smaller
 */
export function edit(note, place, done, scope) {
  const comment = element("textarea", { name: "comment", rows: "5", maxlength: "50000", dir: "auto" }, note.comment);
  const tags = element("input", { name: "tags", value: note.tags.join(" "), autocomplete: "off", dir: "auto" });
  const words = quote(note);
  const submit = element("button", { class: "yl-button yl-button--first" }, tell("save"));
  const form = element(
    "form",
    { method: "dialog" },
    scope ?? element("blockquote", {}, element("bdi", {}, words || tell("whole-speech"))),
    labelled("comment", comment),
    labelled("tags", tags),
    colours(note.colour),
    submit,
  );
  const box = dialog(`${tell("note")} ${place}`, form);
  box.classList.add("yl-note-dialog");
  box.addEventListener("close", () => box.remove());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(submit);
  });
  form.addEventListener("submit", () => {
    const colour = String(new FormData(form).get("colour"));
    const modified = new Date().toISOString();
    done({ ...note, colour, comment: comment.value, tags: tagsOf(tags.value), modified, was: undefined });
  });
  box.showModal();
  (scope?.querySelector("input") ?? comment).focus();
}

/** @typedef {{ paragraph: HTMLElement, start: number, end: number, text: string }} Sentence */

/** @param {HTMLElement} paragraph @returns {Sentence[]} */
function sentences(paragraph) {
  const text = characters(paragraph).join("");
  const own =
    "Segmenter" in Intl
      ? [...new Intl.Segmenter("zh", { granularity: "sentence" }).segment(text)].map(({ segment }) => segment)
      : [text];
  let end = 0;
  return own.map((text) => ({ paragraph, text, start: end, end: (end += [...text].length) }));
}

/** @typedef {{ box: HTMLInputElement, sentence: Sentence }} Row */

/** A row for each sentence of a paragraph. @param {HTMLElement} paragraph @returns {Row[]} */
const rowsOf = (paragraph) =>
  sentences(paragraph).map((sentence) => ({
    box: element("input", { type: "checkbox", checked: "", tabindex: "-1" }),
    sentence,
  }));

/**
 * A note is on one piece: what lies between two chosen sentences is chosen too, what is taken away goes with the shorter
 * end, and the last one stays.
 * @param {Row[]} rows
 * @param {number} n the one that was changed
 */
function mend(rows, n) {
  const chosen = rows.flatMap(({ box }, at) => (box.checked ? [at] : []));
  const [first, last] = chosen.length ? [chosen[0], chosen[chosen.length - 1]] : [n, n];
  const inside = !rows[n].box.checked && first < n && n < last;
  const [from, to] = !inside ? [first, last] : n - first < last - n ? [n + 1, last] : [first, n - 1];
  rows.forEach(({ box }, at) => (box.checked = at >= from && at <= to));
}

/** The arrows move, and Tab comes back to where they led. @param {Row[]} rows @param {KeyboardEvent} event */
function move(rows, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = rows[rows.findIndex(({ box }) => box === event.target) + step];
  if (!next) return;
  for (const { box } of rows) box.tabIndex = box === next.box ? 0 : -1;
  next.box.focus();
}

/** What is chosen. @param {Row[]} rows @returns {Piece} */
function chosenOf(rows) {
  const chosen = rows.filter(({ box }) => box.checked).map(({ sentence }) => sentence);
  const [first, last] = [chosen[0], chosen[chosen.length - 1]];
  return { first: first.paragraph, last: last.paragraph, start: first.start, end: last.end };
}

/**
 * A choice among the sentences of some paragraphs, and of those that follow.
 * @param {Piece} piece whole paragraphs, all chosen at first
 * @returns {{ element: HTMLElement, piece: () => Piece }}
 */
export function scopeOf(piece) {
  /** @type {Row[]} */
  const rows = [];
  const list = element("div", { role: "group", "aria-label": tell("sentences") });
  const add = (/** @type {HTMLElement} */ paragraph) => {
    const own = rowsOf(paragraph);
    rows.push(...own);
    list.append(...own.map(({ box, sentence }) => element("label", {}, box, element("bdi", {}, sentence.text))));
  };
  within(piece).forEach(add);
  rows[0].box.tabIndex = 0;
  const more = button(tell("sentences-more"), () => {
    const following = paragraphs[paragraphs.indexOf(rows[rows.length - 1].sentence.paragraph) + 1];
    if (following) add(following);
    mend(rows, rows.length - 1);
  });
  list.addEventListener("change", ({ target }) =>
    mend(
      rows,
      rows.findIndex(({ box }) => box === target),
    ),
  );
  list.addEventListener("keydown", (event) => move(rows, event));
  const help = element("p", {}, tell("sentences-help"));
  const made = element("fieldset", { class: "yl-scope" }, element("legend", {}, tell("sentences")), help, list, more);
  return { element: made, piece: () => chosenOf(rows) };
}
