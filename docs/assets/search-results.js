// @ts-check
/** What a search has found, as the page shows it: the count, what is to be known beside it, the picture, the lines. */

import { element, put } from "./dom.js";
import { arriving, searching } from "./search-address.js";
import { linesAt } from "./search-ask.js";
import { chartOf } from "./search-chart.js";
import { chips, facets, isFilter } from "./search-facets.js";
import { isAligned, linesOf } from "./search-lines.js";

/**
 * @typedef {import("./search-address.js").Asked} Asked
 * @typedef {import("./search-words.js").Words} Words
 * @typedef {import("./search-find.js").Found} Found
 * @typedef {import("./search.js").Search} Search
 */

/**
 * @param {HTMLElement} place the part of the page for it
 * @param {Search} search
 * @param {Words} words
 */
export function resultsOf(place, search, words) {
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (place.querySelector(selector));
  const [headline, status, notes, more] = ["h2", "[role=status]", ".notes", ".more"].map(part);
  const chart = chartOf(part(".chart"), words);
  const lines = linesOf(part(".lines"), words, linesOn);
  const fold = part(".fold");

  /** What is shown. @type {{ found: Found, asked: Asked } | null} */
  let last = null;

  /** All lines on a page. @param {Found["pages"][number]} page */
  async function linesOn({ occurrences, from }) {
    const { asked } = /** @type {NonNullable<typeof last>} */ (last);
    try {
      return (await linesAt(search, { ...asked, sort: "date" }, { from, size: occurrences })).lines;
    } catch (failure) {
      fail(place, /** @type {import("./search.js").Failure} */ (failure));
      return [];
    }
  }

  /** The count. It is read out when it is certain, not at each step. @param {Found} found @param {Asked} asked */
  function count({ exact, occurrences, speeches, titles, checked: [done, total] }, asked) {
    const nothing = isFilter(asked, words) ? words.say("fitting", { n: titles.length }) : words.say("none");
    const certain = occurrences ? words.say("found", { n: occurrences, m: speeches }) : nothing;
    headline.textContent = exact ? certain : words.say("at-least", { n: occurrences, done, total });
    status.textContent = exact ? certain : words.say("still");
  }

  /** What is wrong with the query, its filters, and what else there is. @param {Found} found @param {Asked} asked */
  function note({ query, elsewhere, titles, exact, occurrences }, asked) {
    const problems = query.problems.map(({ key, values }) => element("p", { class: "problem" }, words.say(`problem-${key}`, values)));
    const filters = chips(asked, words);
    put(
      notes,
      ...problems,
      ...(filters.length ? [element("p", { class: "chips" }, ...filters)] : []),
      ...(elsewhere.occurrences ? [copies(elsewhere, asked)] : []),
      ...(titles.length ? [titled(titles, asked, !occurrences)] : []),
    );
    if (exact && !occurrences && !isFilter(asked, words)) void suggest(asked);
  }

  /** @param {Found["elsewhere"]} elsewhere @param {Asked} asked */
  function copies({ occurrences, speeches }, asked) {
    const link = { href: searching({ ...asked, copies: true }), "data-key": "copies" };
    return element("p", {}, words.say("elsewhere", { n: occurrences, m: speeches }), element("a", link, words.say("elsewhere-show")));
  }

  /** @param {Found["titles"]} titles @param {Asked} asked @param {boolean} open */
  function titled(titles, asked, open) {
    const items = titles.map((one) => {
      const link = element("a", { href: arriving(asked, one), "data-key": one.address }, element("bdi", {}, one.title));
      return element("li", {}, link, " ", element("span", { class: "n" }, words.date(one.date)));
    });
    const summary = element("summary", {}, words.say("titles", { n: titles.length }));
    const part = element("details", { class: "titles", "data-key": "titles" }, summary, element("ul", {}, ...items));
    part.open = open;
    return part;
  }

  /** Where there is nothing: the phrase that comes nearest, to be asked for or not. @param {Asked} asked */
  async function suggest(asked) {
    const phrase = await search.nearest(asked.q).catch(() => null); // a suggestion less
    const link = phrase && element("a", { href: searching({ ...asked, q: phrase }), "data-key": "nearest" }, element("bdi", {}, phrase));
    if (link && last?.asked === asked) notes.append(element("p", {}, words.say("nearest"), link));
  }

  if (matchMedia("(min-width: 60em)").matches) place.querySelectorAll(".aside > details").forEach((one) => one.setAttribute("open", ""));
  const isOpen = () => place.querySelector("details.speech[open]") !== null;
  const nameFold = () => (fold.textContent = words.say(isOpen() ? "fold" : "unfold"));
  fold.addEventListener("click", () => {
    lines.fold(!isOpen());
    nameFold();
  });

  return {
    /** Something else is asked; what was found before stands until the first answer. */
    begin() {
      place.setAttribute("aria-busy", "true");
      place.classList.remove("broken");
      if (!place.hidden) return;
      place.classList.add("nothing");
      headline.textContent = "";
      place.hidden = false;
    },

    /** Nothing is asked. */
    clear() {
      place.hidden = true;
      lines.clear();
    },

    /** @param {Found} found @param {Asked} asked */
    show(found, asked) {
      last = { found, asked };
      place.hidden = false;
      place.removeAttribute("aria-busy");
      count(found, asked);
      note(found, asked);
      place.classList.toggle("nothing", !found.occurrences);
      const partly = found.exact ? [] : [element("p", { class: "n" }, words.say("facets-partly"))];
      put(part(".facets > div"), ...partly, ...facets(found.facets, asked, words));
      chart(found.months, found.exact, asked);
      lines.show(found, asked);
      more.hidden = !found.more;
      part(".waiting").hidden = (found.exact && !found.sorting) || !isAligned(asked);
      fold.hidden = isAligned(asked);
      nameFold();
    },
  };
}

/**
 * Say in one sentence what has failed; nothing that may be incomplete is shown.
 * @param {HTMLElement} place
 * @param {import("./search.js").Failure} failure
 */
export function fail(place, { key, file }) {
  const failed = /** @type {HTMLElement} */ (place.querySelector(".failed"));
  const sentence = /** @type {HTMLElement} */ (failed.querySelector("span"));
  sentence.textContent = (failed.getAttribute(`data-${key}`) ?? "").replace("{file}", file);
  place.removeAttribute("aria-busy");
  place.classList.add("broken");
  place.hidden = false;
}
