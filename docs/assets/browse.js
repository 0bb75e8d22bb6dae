// @ts-check
/**
 * Sorting and filtering the table of all texts. Without this module (no JavaScript, or a page opened
 * from a folder) the table is complete and in the order of time.
 *
 * What is chosen stands in the address: `?kind=letter&year=2020&sort=-length`.
 */

import { addSorting, collator, entriesOf } from "./table-sort.js";

/** @typedef {"q" | "kind" | "place" | "speaker" | "year"} Field */

/**
 * One text: its row, what filters compare and what columns sort by. What is not known is "".
 * @typedef {import("./table-sort.js").Entry & { fields: Record<Field, string> }} Entry
 */

/** In an address, a value that is not known. */
const UNKNOWN = "-";

/** @type {Field[]} */
const FIELDS = ["q", "kind", "place", "speaker", "year"];

/**
 * Text as it is compared: width, case and white space make no difference.
 * @param {string} text
 */
function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

/** What filters compare. @param {import("./table-sort.js").Entry} entry @returns {Entry} */
function read({ row, keys }) {
  const fields = {
    q: folded(String(keys.title)),
    kind: row.dataset.kind ?? "",
    place: String(keys.place),
    speaker: String(keys.speaker),
    year: String(keys.date).slice(0, 4),
  };
  return { row, keys, fields };
}

/**
 * Fill a choice with the values there are, each with the number of its texts.
 * @param {HTMLSelectElement} select
 * @param {Entry[]} texts
 * @param {{ all: string, unknown: string }} words
 */
function offer(select, texts, words) {
  const field = /** @type {Field} */ (select.name);
  /** @type {Map<string, { name: string, count: number }>} */
  const found = new Map();
  for (const text of texts) {
    const value = text.fields[field];
    const name = field === "kind" ? String(text.keys.kind) : value || words.unknown;
    const known = found.get(value) ?? { name, count: 0 };
    known.count += 1;
    found.set(value, known);
  }
  const values = [...found].sort(([a], [b]) => Number(!a) - Number(!b) || collator.compare(a, b));
  select.append(
    new Option(words.all, ""),
    ...values.map(([value, { name, count }]) => new Option(`${name} (${count})`, value || UNKNOWN)),
  );
}

/**
 * Does a text have what is asked for?
 * @param {Entry} text
 * @param {Record<Field, string>} asked
 */
function fits(text, asked) {
  return FIELDS.every((field) => {
    if (!asked[field]) return true;
    if (field === "q") return text.fields.q.includes(folded(asked.q));
    return text.fields[field] === (asked[field] === UNKNOWN ? "" : asked[field]);
  });
}

/**
 * @param {HTMLTableElement} table
 * @param {HTMLFormElement} form
 */
function start(table, form) {
  const texts = entriesOf(table).map(read);
  const inputs = /** @type {Record<Field, HTMLInputElement | HTMLSelectElement>} */ (
    Object.fromEntries(FIELDS.map((field) => [field, form.elements.namedItem(field)]))
  );
  const output = /** @type {HTMLOutputElement} */ (form.querySelector("output"));
  const clear = /** @type {HTMLButtonElement} */ (form.querySelector(".clear"));
  const words = { all: form.dataset.all ?? "", unknown: form.dataset.unknown ?? "" };

  function filter() {
    const asked = /** @type {Record<Field, string>} */ (
      Object.fromEntries(FIELDS.map((field) => [field, inputs[field].value]))
    );
    let shown = 0;
    for (const text of texts) {
      text.row.hidden = !fits(text, asked);
      shown += Number(!text.row.hidden);
    }
    output.textContent = (output.dataset.count ?? "")
      .replace("{shown}", shown.toLocaleString("en"))
      .replace("{total}", texts.length.toLocaleString("en"));
    clear.hidden = FIELDS.every((field) => !asked[field]);
  }

  /** Put what is chosen into the address, so that it can be sent on and comes back. */
  function remember() {
    const address = new URL(location.href);
    for (const field of FIELDS) {
      if (inputs[field].value) address.searchParams.set(field, inputs[field].value);
      else address.searchParams.delete(field);
    }
    history.replaceState(history.state, "", address);
  }

  /** Take what is chosen from the address; what it names and there is not is as if not named. */
  function recall() {
    const asked = new URLSearchParams(location.search);
    for (const field of FIELDS) {
      inputs[field].value = asked.get(field) ?? "";
      if (!inputs[field].value) inputs[field].value = ""; // else a choice would show nothing
    }
  }

  function choose() {
    filter();
    remember();
  }

  form.querySelectorAll("select").forEach((select) => offer(select, texts, words));
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    for (const field of FIELDS) inputs[field].value = "";
    choose();
    inputs.q.focus(); // the button is gone
  });
  recall();
  addSorting(table, texts);
  filter();
  form.hidden = false;
}

const table = document.querySelector("table.speeches");
const form = document.querySelector("form.filter");
if (table instanceof HTMLTableElement && form instanceof HTMLFormElement) start(table, form);
