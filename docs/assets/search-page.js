// @ts-check
/**
 * The search page: what is asked stands in its form and in its address, what is found below.
 *
 * An address is an entry of the browser's history: typing makes one entry, every other change one of its own. With an entry
 * is kept how many lines were shown and which one was opened, so that going back leads there.
 */

import { connect } from "./search.js";
import { ROOT, read, searching } from "./search-address.js";
import { addExport } from "./search-export.js";
import { isAligned, move } from "./search-lines.js";
import { fail, resultsOf } from "./search-results.js";
import { wording } from "./search-words.js";

/** @typedef {import("./search-address.js").Asked} Asked */

/** So many lines are shown at first, and more at a time; of a speech so many. */
const [STEP, EACH] = [60, 6];
/** Elements that take letters. */
const FIELDS = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])";

const form = /** @type {HTMLFormElement} */ (document.querySelector("#search"));
const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
const place = /** @type {HTMLElement} */ (document.querySelector("#search-results"));
const help = /** @type {HTMLDetailsElement} */ (document.querySelector("#search-help"));
const title = document.title;

let asked = read(new URLSearchParams(location.search));

/** What the form says. */
const given = () => read(new URLSearchParams(/** @type {any} */ (new FormData(form))));

/** Show in the form what is asked. */
function fill() {
  for (const control of form.elements) {
    const { name, value, type } = /** @type {HTMLInputElement} */ (control);
    const key = /** @type {keyof Asked} */ (name);
    if (type === "checkbox") {
      /** @type {HTMLInputElement} */ (control).checked = read(new URLSearchParams({ [name]: value }))[key] === asked[key];
    } else if (name) /** @type {HTMLInputElement} */ (control).value = String(asked[key]);
  }
}

/**
 * Search, now and whenever something else is asked.
 * @param {ReturnType<typeof connect>} search
 * @param {import("./search-words.js").Words} words
 */
function start(search, words) {
  const results = resultsOf(place, search, words);
  let size = history.state?.size ?? STEP;
  let stop = () => {};
  let typing = false; // whether the last change was typed, too

  function run() {
    stop();
    document.title = asked.q ? `${asked.q} - ${title}` : title;
    if (!asked.q.trim()) return results.clear();
    results.begin();
    stop = search.find(asked.q, { ...asked, from: 0, size, each: isAligned(asked) ? Infinity : EACH }, (found) => {
      if ("failure" in found) return fail(place, found.failure);
      results.show(found, asked);
      if (found.exact && !found.sorting) back();
    });
  }

  /** Ask for something else. @param {Asked} next @param {boolean} typed */
  function ask(next, typed = false) {
    if (searching(next) === searching(asked)) return;
    asked = next;
    size = STEP;
    history[typed && typing ? "replaceState" : "pushState"]({}, "", searching(asked));
    typing = typed;
    run();
  }

  /** A link to another search needs no other page; of one to a text is kept which. @param {MouseEvent} event @param {Element} link */
  function follow(event, link) {
    const address = new URL(link.getAttribute("href") ?? "", location.href);
    if (address.pathname === location.pathname) {
      event.preventDefault();
      ask(read(address.searchParams));
      fill();
    } else history.replaceState({ size, at: link.getAttribute("data-key") }, "");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(given());
    typing = false;
  });
  field.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) ask(given(), true);
  });
  field.addEventListener("compositionend", () => ask(given(), true));
  for (const control of form.elements) {
    if (control !== field) control.addEventListener("change", () => ask(given()));
  }
  addEventListener("popstate", () => {
    [asked, size, typing] = [read(new URLSearchParams(location.search)), history.state?.size ?? STEP, false];
    fill();
    run();
  });
  place.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) follow(event, link);
  });
  place.querySelector(".more")?.addEventListener("click", () => {
    size += STEP;
    history.replaceState({ ...history.state, size }, "");
    run();
  });
  addExport(/** @type {HTMLElement} */ (place.querySelector(".export")), search, () => asked, words);
  addKeys();
  run();
  ask(given(), true); // what was typed until now
}

/** Put the focus on the line that was opened from here before, or on the first of its speech. */
function back() {
  const at = history.state?.at;
  if (!at || document.activeElement !== document.body) return;
  const found = [at, at.split("#")[0]].map((key) => place.querySelector(`.lines [data-key^="${CSS.escape(key)}"]`));
  /** @type {HTMLElement | null} */ (found[0] ?? found[1])?.focus();
}

/** j, k and the arrows move between the lines, ? shows the help; `/` is every page's own. */
function addKeys() {
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const inField = target instanceof Element && target.matches(FIELDS);
    const inLines = target instanceof Element && target.matches(".line > a, .rest, .more");
    const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[key];
    if (step && (key.startsWith("Arrow") ? inLines || (target === field && step > 0) : !inField)) {
      event.preventDefault();
      move(place, step);
    } else if ((key === "?" || key === "？") && !inField) {
      event.preventDefault();
      help.open = true;
      help.querySelector("summary")?.focus();
    }
  });
}

/** The quote check is fetched with its first use. @param {ReturnType<typeof connect>} search @param {Record<string, string>} strings */
function addCheck(search, strings) {
  const check = /** @type {HTMLDetailsElement} */ (document.querySelector("#search-check"));
  const part = /** @type {HTMLElement} */ (check.querySelector("div"));
  check.hidden = false;
  check.addEventListener("toggle", async () => (await import("./search-check.js")).addCheck(part, search, strings), { once: true });
}

const search = connect(new URL("search/", ROOT));
fill();
form.hidden = false;
help.open = !asked.q;
place.querySelector(".failed button")?.addEventListener("click", () => location.reload());
search.opened.then(
  ({ strings, speeches, characters }) => {
    field.placeholder = wording(strings).say("holds", { speeches, characters });
    start(search, wording(strings));
    addCheck(search, strings);
  },
  (failure) => fail(place, failure),
);
