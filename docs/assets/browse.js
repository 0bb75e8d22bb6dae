// @ts-check
/**
 * Sorting and filtering the table of all texts. Without this module (no JavaScript, or a page opened
 * from a folder) the table is complete and in the order of time.
 *
 * What is chosen stands in the address: `?kind=letter&year=2020&sort=-length`.
 */

/** @typedef {"date" | "title" | "kind" | "place" | "speaker" | "occasion" | "length"} Column */
/** @typedef {"q" | "kind" | "place" | "speaker" | "year"} Field */

/**
 * One text: its row, what filters compare and what columns sort by. What is not known is "".
 * @typedef {object} Entry
 * @property {HTMLTableRowElement} row
 * @property {Record<Field, string>} fields
 * @property {Record<Column, string | number>} keys
 */

/** In an address, a value that is not known. */
const UNKNOWN = "-";

/** @type {Field[]} */
const FIELDS = ["q", "kind", "place", "speaker", "year"];

/** Names in the order of pinyin, numbers in them by size. */
const collator = new Intl.Collator("zh-Hans-u-kn");

/**
 * Text as it is compared: width, case and white space make no difference.
 * @param {string} text
 */
function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

/**
 * @param {HTMLTableRowElement} row
 * @param {Column[]} columns
 * @returns {Entry}
 */
function read(row, columns) {
  const cells = columns.map((_, n) => row.cells[n].textContent?.trim() ?? "");
  const keys = /** @type {Entry["keys"]} */ (Object.fromEntries(columns.map((name, n) => [name, cells[n]])));
  keys.date = row.querySelector("time")?.dateTime ?? "";
  keys.length = Number.parseInt(String(keys.length).replace(/\D/g, ""), 10);
  return {
    row,
    keys,
    fields: {
      q: folded(String(keys.title)),
      kind: row.dataset.kind ?? "",
      place: String(keys.place),
      speaker: String(keys.speaker),
      year: keys.date.slice(0, 4),
    },
  };
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
 * The order of two texts by one column. What is not known stands last in both directions; equal
 * ones stay in the order of time.
 * @param {Column} column
 * @param {boolean} down
 * @returns {(a: Entry, b: Entry) => number}
 */
function by(column, down) {
  return (a, b) => {
    const [one, other] = [a.keys[column], b.keys[column]];
    if (one === "" || other === "") return Number(one === "") - Number(other === "");
    const order =
      typeof one === "number" && typeof other === "number"
        ? one - other
        : column === "date"
          ? Number(one > other) - Number(one < other)
          : collator.compare(String(one), String(other));
    return down ? -order : order;
  };
}

/**
 * @param {HTMLTableElement} table
 * @param {HTMLFormElement} form
 */
function start(table, form) {
  const heads = [...table.tHead?.rows[0].cells ?? []];
  const columns = heads.map((head) => /** @type {Column} */ (head.dataset.name));
  const texts = [...table.tBodies[0].rows].map((row) => read(row, columns));
  const inputs = /** @type {Record<Field, HTMLInputElement | HTMLSelectElement>} */ (
    Object.fromEntries(FIELDS.map((field) => [field, form.elements.namedItem(field)]))
  );
  const output = /** @type {HTMLOutputElement} */ (form.querySelector("output"));
  const clear = /** @type {HTMLButtonElement} */ (form.querySelector(".clear"));
  const words = { all: form.dataset.all ?? "", unknown: form.dataset.unknown ?? "" };
  /** @type {Column} */
  let column = "date";
  let down = false;

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

  function sort() {
    table.tBodies[0].append(...[...texts].sort(by(column, down)).map((text) => text.row));
    heads.forEach((head, n) => {
      if (columns[n] === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  /** Put what is chosen into the address, so that it can be sent on and comes back. */
  function remember() {
    const address = new URL(location.href);
    for (const field of FIELDS) {
      if (inputs[field].value) address.searchParams.set(field, inputs[field].value);
      else address.searchParams.delete(field);
    }
    if (column === "date" && !down) address.searchParams.delete("sort");
    else address.searchParams.set("sort", (down ? "-" : "") + column);
    history.replaceState(history.state, "", address);
  }

  /** Take what is chosen from the address; what it names and there is not is as if not named. */
  function recall() {
    const asked = new URLSearchParams(location.search);
    for (const field of FIELDS) {
      inputs[field].value = asked.get(field) ?? "";
      if (!inputs[field].value) inputs[field].value = ""; // else a choice would show nothing
    }
    const [, minus, name] = /^(-?)(.*)$/.exec(asked.get("sort") ?? "") ?? [];
    const known = columns.find((one) => one === name);
    if (known) [column, down] = [known, minus === "-"];
  }

  function choose() {
    filter();
    remember();
  }

  form.querySelectorAll("select").forEach((select) => offer(select, texts, words));
  heads.forEach((head, n) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      [column, down] = [columns[n], columns[n] === column && !down];
      sort();
      remember();
    });
    head.append(button);
  });
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    for (const field of FIELDS) inputs[field].value = "";
    choose();
    inputs.q.focus(); // the button is gone
  });
  recall();
  sort();
  filter();
  table.classList.add("sortable");
  form.hidden = false;
}

const table = document.querySelector("table.speeches");
const form = document.querySelector("form.filter");
if (table instanceof HTMLTableElement && form instanceof HTMLFormElement) start(table, form);
