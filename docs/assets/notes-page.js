// @ts-check
/** The page of all notes: found by what they are on, say and are, taken out and brought in. */

import { button, element, put } from "./dom.js";
import { ask, card, edit, tell } from "./notes-dom.js";
import { exportNotes, link, remind, saveNotes } from "./notes-out.js";
import { all, anchor, drop, follow, heard, keep, mine, quote, setMine } from "./notes-store.js";
import { share } from "./notes-share.js";
import { csv, md } from "./notes-text.js";

/** @typedef {import("./notes-store.js").Note} Note */

const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(`notes-${id}`));
const form = /** @type {HTMLFormElement} */ (part("filter"));
/** @type {Note[]} */
let notes = [];
const STEP = 100; // so many are listed at first, and more at a time
let size = STEP;

/** Whether a note is asked for; days are the reader's own. @param {Note} note @param {Record<string, string>} asked */
function fits(note, { speech, colour, tag, from, to, state, q }) {
  const day = note.modified && new Date(note.modified).toLocaleDateString("sv"); // 2020-03-06
  const said = [quote(note), note.comment, note.title, note.name, ...note.tags].join("\n").toLowerCase();
  return (
    (!speech || note.speech === speech) &&
    (!colour || note.colour === colour) &&
    (!tag || note.tags.includes(tag)) &&
    (!state || Boolean(note.lost) === (state === "lost")) &&
    (!from || day >= from) &&
    (!to || (day && day <= to)) &&
    said.includes(q.trim().toLowerCase())
  );
}

/** The notes that the form asks for. */
function found() {
  const asked = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
  return notes.filter((note) => fits(note, asked));
}

const title = (/** @type {Note} */ { title, speech }) => title || speech;

/** A select's options with how many each has. @param {string} name @param {[string, string][]} values each with its label */
function choices(name, values) {
  const select = /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));
  /** @type {Map<string, { label: string, n: number }>} */
  const counted = new Map();
  for (const [value, label] of values) counted.set(value, { label, n: (counted.get(value)?.n ?? 0) + 1 });
  const options = [...counted].map(([value, { label, n }]) =>
    element("option", { value }, tell("counted", { label, n })),
  );
  const chosen = select.value;
  select.replaceChildren(element("option", { value: "" }, tell("any")), ...options);
  select.value = counted.has(chosen) ? chosen : "";
}

/** Tell what the browser would not do. */
const failed = () => ask(tell("blocked"), { export: () => exportNotes(notes) });

const acts = {
  edit: (/** @type {Note} */ note) => edit(note, title(note), (changed) => void keep([changed]).then(load, failed)),
  share,
  delete: (/** @type {Note} */ note) => void remove(note),
};

/** @param {Note} note */
async function remove(note) {
  await drop(note.id).then(load, failed);
  ask(tell("removed"), { undo: () => void keep([note]).then(load, failed) });
}

/** @param {Note} note */
function row(note) {
  const at = anchor(note);
  const place = at ? tell(note.lost ? "stood" : "stands", { n: at.slice(1) }) : tell("whole-speech");
  return card(note, element("a", { href: link(note) }, place), acts);
}

/** Notes by their speeches. @param {Note[]} found */
function groups(found) {
  /** @type {Map<string, Note[]>} */
  const own = new Map();
  for (const note of found) own.set(note.speech, [...(own.get(note.speech) ?? []), note]);
  return [...own.values()].map((notes) =>
    element(
      "section",
      {},
      element("h2", {}, element("bdi", {}, title(notes[0]))),
      element("ul", { class: "yl-note-list" }, ...notes.map(row)),
    ),
  );
}

function show() {
  const listed = found();
  part("count").textContent = tell("count", { n: listed.length, total: notes.length });
  const rest = listed.length > size ? [button(tell("more"), more)] : [];
  put(part("list"), ...groups(listed.slice(0, size)), ...rest);
}

function more() {
  size += STEP;
  show();
}

/** The titles of speeches that were brought in without them. */
async function name() {
  const unnamed = new Set(notes.flatMap(({ title, speech }) => (title ? [] : [speech])));
  for (const speech of unnamed) {
    const answer = await fetch(new URL(`../data/cite/${speech.replace("/", "-")}.csl.json`, import.meta.url));
    const [{ title = "" } = {}] = answer.ok ? await answer.json() : [];
    if (title) await keep(notes.flatMap((note) => (note.speech === speech ? [{ ...note, title }] : [])));
  }
  if (unnamed.size) notes = sorted(await all());
}

/** By speech, and within one as the text goes. @param {Note[]} notes */
function sorted(notes) {
  const at = (/** @type {Note} */ note) =>
    Number.parseInt(anchor(note).slice(1) || "0", 10) * 1e6 + (note.selectors[2]?.start ?? 0);
  return notes.sort((a, b) => (a.speech === b.speech ? at(a) - at(b) : a.speech < b.speech ? -1 : 1));
}

async function load() {
  try {
    notes = sorted(await all());
  } catch {
    return ask(tell("blocked"), {});
  }
  choices(
    "speech",
    notes.map((note) => [note.speech, title(note)]),
  );
  choices(
    "colour",
    notes.map(({ colour }) => [colour, tell(`colour-${colour}`)]),
  );
  choices(
    "tag",
    notes.flatMap(({ tags }) => tags.map((tag) => /** @type {[string, string]} */ ([tag, `#${tag}`]))),
  );
  show();
  part("risk").textContent = await remind(notes);
}

/** Bring in a file and say what came of it. @param {Blob} file */
async function bring(file) {
  const { merge, read } = await import("./notes-in.js");
  const { notes: given, problems } = await read(file);
  try {
    const done = await merge(given);
    const lines = problems
      .slice(0, 50)
      .map(({ line, what, where }) =>
        element(
          "li",
          {},
          line ? tell("line", { n: line }) : "",
          tell(`refused-${what}`),
          " ",
          element("bdi", {}, where.slice(0, 200)),
        ),
      );
    part("report").replaceChildren(
      element("p", {}, tell("imported", { ...done, refused: problems.length })),
      element("ul", {}, ...lines),
    );
    await load();
    await name();
    await load();
  } catch {
    failed();
  }
}

/** @type {Record<string, (notes: Note[]) => void>} */
const FORMS = {
  jsonld: exportNotes,
  csv: (notes) => saveNotes(notes, "csv", "text/csv", csv),
  md: (notes) => saveNotes(notes, "md", "text/markdown", md),
};

form.addEventListener("input", show);
form.addEventListener("reset", () => setTimeout(show));
form.addEventListener("submit", (event) => event.preventDefault());
for (const one of part("out").querySelectorAll("button"))
  one.addEventListener("click", () => FORMS[one.value](found()));
part("file").addEventListener("change", async ({ target }) => {
  const field = /** @type {HTMLInputElement} */ (target);
  const [file] = field.files ?? [];
  if (file) await bring(file);
  field.value = "";
});
for (const field of part("by").querySelectorAll("input, select")) {
  const name = /** @type {"name" | "rights"} */ (field.getAttribute("name"));
  /** @type {HTMLInputElement} */ (field).value = mine()[name];
  field.addEventListener("change", () => setMine({ [name]: /** @type {HTMLInputElement} */ (field).value }));
}
heard(() => void load());
await follow().catch(() => {});
await load();
part("all").hidden = false;
