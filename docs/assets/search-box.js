// @ts-check
/**
 * The box in the header: while one types, words to go on with and the speeches that have most of what is typed, a line of
 * each. A combobox with a list of links: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */

import { element } from "./dom.js";
import { connect } from "./search.js";
import { ROOT, arriving, read, searching } from "./search-address.js";
import { isFilter } from "./search-facets.js";
import { wording } from "./search-words.js";

/**
 * @typedef {import("./search-words.js").Words} Words
 * @typedef {import("./search-find.js").Found} Found
 */

/** So many words, titles and speeches are offered. */
const [WORDS, TITLES, SPEECHES] = [4, 2, 5];
const LIST = "yl-search-list";

/** The list's style. @returns {Promise<unknown>} */
function styled() {
  const link = element("link", { rel: "stylesheet", href: new URL("assets/search-box.css", ROOT).href });
  document.head.append(link);
  return new Promise((done) => ["load", "error"].forEach((end) => link.addEventListener(end, done)));
}

/**
 * What can be chosen. The focus stays in the box, so none is in the order of the tab key.
 * @param {string} href
 * @param {...(Node | string)} content
 */
const option = (href, ...content) =>
  element("a", { role: "option", "aria-selected": "false", href, tabindex: "-1" }, ...content);

/** The option that is chosen. */
const CHOSEN = "[aria-selected=true]";

/** @param {string} name @param {Element[]} options */
function group(name, options) {
  const head = element("div", { class: "head", "aria-hidden": "true" }, name);
  return options.length ? [element("div", { role: "group", "aria-label": name }, head, ...options)] : [];
}

/**
 * What is offered for a text.
 * @param {string} q
 * @param {string[]} suggested
 * @param {Found} found
 * @param {Words} words
 */
function offers(q, suggested, found, words) {
  const asked = read(new URLSearchParams({ q }));
  const facts = (/** @type {{ date: string | null }} */ { date }, /** @type {number} */ n) =>
    element("span", { class: "n" }, [words.date(date), n && words.say("times", { n })].filter(Boolean).join(" · "));
  const lines = found.lines.map((line) => {
    const n = found.pages.find(({ address }) => address === line.address)?.occurrences ?? 0;
    const text = element("span", { class: "line" }, line.left.slice(-12), element("mark", {}, line.hit), line.right);
    return option(arriving(asked, line), element("bdi", { class: "title" }, line.title), " ", facts(line, n), text);
  });
  const titles = found.titles.filter(({ address }) => found.lines.every((line) => line.address !== address));
  return [
    ...group(words.say("box-words"), suggested.map((text) => option(searching({ ...asked, q: text }), element("bdi", { class: "word" }, text)))),
    ...group(words.say("box-titles"), titles.slice(0, TITLES).map((one) =>
      option(arriving({ ...asked, q: "" }, one), element("bdi", { class: "title" }, one.title), " ", facts(one, 0)))),
    ...group(words.say("box-speeches"), lines),
    option(searching(asked), element("span", { class: "all" }, total(q, found, words))),
  ];
}

/** @param {string} q @param {Found} found @param {Words} words */
function total(q, { exact, occurrences, speeches, titles, checked: [done, total] }, words) {
  if (isFilter({ q }, words)) return words.say("fitting", { n: titles.length });
  if (exact && !occurrences) return words.say("none");
  const count = exact ? words.say("found", { n: occurrences, m: speeches }) : words.say("at-least", { n: occurrences, done, total });
  return words.say("box-all", { found: count });
}

/**
 * Answers for a form in the header.
 * @param {HTMLElement} form
 */
export function addBox(form) {
  const field = /** @type {HTMLInputElement} */ (form.querySelector("[name=q]"));
  const list = element("div", { role: "listbox", id: LIST, "aria-label": field.ariaLabel ?? "" });
  const status = element("div", { role: "status", class: "md-visually-hidden" });
  const panel = element("div", { class: "panel", hidden: "" }, status, list);
  const search = connect(new URL("search/", ROOT));
  const style = styled();
  const suggest = (/** @type {string} */ text, /** @type {number} */ size) => search.suggest(text, size).catch(() => []); // some words less
  void suggest("", 0); // all that the first key will need; what fails is told then
  let stop = () => {};
  let asked = "";

  /** @param {boolean} open */
  function show(open) {
    panel.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (!open) choose(null);
  }

  /** @param {Element | null} chosen */
  function choose(chosen) {
    list.querySelector(CHOSEN)?.setAttribute("aria-selected", "false");
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
    else field.removeAttribute("aria-activedescendant");
  }

  /** @param {number} step */
  function move(step) {
    const all = [null, ...list.querySelectorAll("a")]; // null: what is typed
    const here = all.indexOf(list.querySelector(CHOSEN));
    choose(all[(here + step + all.length) % all.length]);
  }

  /** Answer what is typed now; what was asked before is given up. */
  async function ask() {
    const q = field.value.trim();
    if (q === asked) return show(q !== "");
    asked = q;
    stop();
    if (!q) return show(false);
    try {
      const [{ strings }, suggested] = await Promise.all([search.opened, suggest(q, WORDS), style]);
      if (q === asked) stop = search.find(q, { sort: "number", each: 1, size: SPEECHES }, (found) => answer(q, suggested, found, wording(strings)));
    } catch {
      tell(field.dataset.failed ?? "");
    }
  }

  /**
   * @param {string} q
   * @param {string[]} suggested
   * @param {Found | { failure: import("./search.js").Failure }} found
   * @param {Words} words
   */
  function answer(q, suggested, found, words) {
    if ("failure" in found) return tell(words.say(`failed-${found.failure.key}`, { file: found.failure.file }));
    const kept = list.querySelector(CHOSEN)?.getAttribute("href");
    list.replaceChildren(...offers(q, suggested, found, words));
    const all = [...list.querySelectorAll("a")];
    all.forEach((one, n) => (one.id = `${LIST}-${n}`));
    choose(all.find((one) => one.getAttribute("href") === kept) ?? null);
    status.className = "md-visually-hidden";
    if (found.exact) status.textContent = total(q, found, words);
    show(document.activeElement === field);
  }

  /** Say what prevents an answer. @param {string} sentence */
  function tell(sentence) {
    status.textContent = sentence;
    status.className = "failed";
    list.replaceChildren();
    show(true);
  }

  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": LIST, "aria-expanded": "false" }))
    field.setAttribute(name, value);
  form.append(panel);
  field.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) void ask();
  });
  field.addEventListener("compositionend", () => void ask());
  field.addEventListener("focus", () => void ask());
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const chosen = /** @type {HTMLElement | null} */ (list.querySelector(CHOSEN));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !panel.hidden) move(step);
    else if (event.key === "Enter" && chosen) chosen.click();
    else if (event.key === "Escape") show(false);
    else return;
    event.preventDefault();
  });
  panel.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (!form.contains(/** @type {Node | null} */ (relatedTarget))) show(false);
  });
  if (field.value) void ask();
}
