// @ts-check
/**
 * Sorting a table by its columns: their heads become buttons. What is chosen stands in the address: `?sort=-length`.
 *
 * A head tells its column's name and what its cells hold: `data-name="first" data-type="date"`. The order in which the
 * table came is told by `aria-sort` of a head.
 */

/**
 * One row, and what columns sort by. What is not known is "".
 * @typedef {{ row: HTMLTableRowElement, keys: Record<string, string | number> }} Entry
 */

/** Names in the order of pinyin, numbers in them by size. */
export const collator = new Intl.Collator("zh-Hans-u-kn");

/** What a cell sorts by. @param {HTMLTableCellElement} cell @param {string | undefined} type of the column */
function key(cell, type) {
  if (type === "date") return cell.querySelector("time")?.dateTime ?? "";
  const text = cell.textContent?.trim() ?? "";
  return type === "number" ? Number.parseInt(text.replace(/\D/g, ""), 10) : text;
}

/** @param {HTMLTableElement} table */
const headsOf = (table) => [.../** @type {HTMLTableSectionElement} */ (table.tHead).rows[0].cells];

/** The rows of a table. @param {HTMLTableElement} table @returns {Entry[]} */
export function entriesOf(table) {
  const columns = headsOf(table).map((head) => ({ name: head.dataset.name ?? "", type: head.dataset.type }));
  return [...table.tBodies[0].rows].map((row) => ({
    row,
    keys: Object.fromEntries(columns.map(({ name, type }, n) => [name, key(row.cells[n], type)])),
  }));
}

/**
 * The order of two rows by one column. What is not known stands last in both directions; equal ones stay in the order in
 * which they came.
 * @param {string} column
 * @param {boolean} isDate
 * @param {boolean} down
 * @returns {(a: Entry, b: Entry) => number}
 */
function by(column, isDate, down) {
  return (a, b) => {
    const [one, other] = [a.keys[column], b.keys[column]];
    if (one === "" || other === "") return Number(one === "") - Number(other === "");
    const order =
      typeof one === "number" && typeof other === "number"
        ? one - other
        : isDate
          ? Number(one > other) - Number(one < other)
          : collator.compare(String(one), String(other));
    return down ? -order : order;
  };
}

/**
 * Make a table sortable, and sort it as the address says; what that names and there is not is as if not named.
 * @param {HTMLTableElement} table
 * @param {Entry[]} entries
 */
export function addSorting(table, entries) {
  const heads = headsOf(table);
  const first = heads.find((head) => head.hasAttribute("aria-sort")) ?? heads[0];
  let [chosen, down] = [first, first.getAttribute("aria-sort") === "descending"];
  const came = (down ? "-" : "") + first.dataset.name;

  function sort() {
    const order = by(chosen.dataset.name ?? "", chosen.dataset.type === "date", down);
    table.tBodies[0].append(...[...entries].sort(order).map((entry) => entry.row));
    for (const head of heads) head.removeAttribute("aria-sort");
    chosen.setAttribute("aria-sort", down ? "descending" : "ascending");
  }

  function remember() {
    const address = new URL(location.href);
    const now = (down ? "-" : "") + chosen.dataset.name;
    if (now === came) address.searchParams.delete("sort");
    else address.searchParams.set("sort", now);
    history.replaceState(history.state, "", address);
  }

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      [chosen, down] = [head, chosen === head && !down];
      sort();
      remember();
    });
    head.append(button);
  }
  const [, minus, name] = /^(-?)(.*)$/.exec(new URLSearchParams(location.search).get("sort") ?? "") ?? [];
  const known = heads.find((head) => head.dataset.name === name);
  if (known) [chosen, down] = [known, minus === "-"];
  sort();
  table.classList.add("sortable");
}

const table = document.querySelector("table.sorts");
if (table instanceof HTMLTableElement) addSorting(table, entriesOf(table));
