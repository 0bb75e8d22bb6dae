// @ts-check
/** What the found texts are: kinds, places, speakers, years. A click puts a filter into the query or takes it out. */

import { element } from "./dom.js";
import { searching } from "./search-address.js";
import { parse } from "./search-query.js";

/**
 * @typedef {import("./search-address.js").Asked} Asked
 * @typedef {import("./search-words.js").Words} Words
 */

/** So many values of each are shown at once. */
const FEW = 6;
const FACETS = /** @type {const} */ (["kind", "place", "speaker", "year"]);

/**
 * A filter as one writes it; a value that is not known is "-".
 * @param {string} name
 * @param {string | null} value
 */
export function filter(name, value) {
  if (value === null) return `${name}:-`;
  if (!/[\s"“”「」|｜]/u.test(value) && value !== "-") return `${name}:${value}`;
  return `${name}:${value.includes('"') ? `“${value}”` : `"${value}"`}`;
}

/** The filters of a query, each as it is written and with the query without it. @param {string} q @param {Words} words */
export function filters(q, words) {
  return parse(q, { kinds: words.kinds }).filters.map((one) => ({
    ...one,
    text: q.slice(one.start, one.end),
    without: `${q.slice(0, one.start).trimEnd()} ${q.slice(one.end).trimStart()}`.trim(),
  }));
}

/** Whether nothing but filters is asked. @param {Pick<Asked, "q">} asked @param {Words} words */
export const isFilter = ({ q }, words) => !parse(q, { kinds: words.kinds }).clauses.length;

/**
 * The query without that filter if it has it, else with it.
 * @param {string} q
 * @param {string} text a filter as it is written here
 * @param {Words} words
 */
export function toggled(q, text, words) {
  const [wanted] = filters(text, words);
  const there = filters(q, words).find(
    ({ name, value, negated }) => name === wanted?.name && value === wanted.value && !negated,
  );
  return there ? { q: there.without, on: true } : { q: `${q} ${text}`.trim(), on: false };
}

/** The filters in force, each a link that takes it away. @param {Asked} asked @param {Words} words */
export function chips(asked, words) {
  return filters(asked.q, words).map(({ text, without }) =>
    element(
      "a",
      { href: searching({ ...asked, q: without }), class: "chip", "aria-label": words.say("remove", { value: text }) },
      element("bdi", {}, text),
    ),
  );
}

/**
 * The values of one facet, the frequent ones first.
 * @param {typeof FACETS[number]} name
 * @param {[string | null, number][]} values
 * @param {Asked} asked
 * @param {Words} words
 */
function facet(name, values, asked, words) {
  const items = values.map(([value, count]) => {
    const shown = value === null ? words.say("unknown") : name === "kind" ? words.kinds[value] ?? value : value;
    const { q, on } = toggled(asked.q, filter(name, name === "kind" && value ? shown : value), words);
    const link = element("a", { href: searching({ ...asked, q }), "data-key": `${name}:${value}` });
    if (on) link.setAttribute("aria-current", "true");
    link.append(element("bdi", {}, shown), " ", element("span", { class: "n" }, count.toLocaleString("en")));
    return element("li", {}, link);
  });
  const part = element("section", {}, element("h4", {}, words.say(name)), element("ul", {}, ...items.slice(0, FEW)));
  const rest = items.slice(FEW);
  if (rest.length) {
    const summary = element("summary", {}, words.say("facet-more", { n: rest.length }));
    part.append(element("details", { "data-key": name }, summary, element("ul", {}, ...rest)));
  }
  return part;
}

/**
 * All facets of what was found; one of which nothing is known is left out, unless that is what is asked for.
 * @param {Record<string, [string | null, number][]>} found
 * @param {Asked} asked
 * @param {Words} words
 */
export function facets(found, asked, words) {
  const inForce = filters(asked.q, words).map(({ name }) => name);
  const told = FACETS.filter((name) => inForce.includes(name) || found[name]?.some(([value]) => value !== null));
  return told.map((name) => facet(name, found[name] ?? [], asked, words));
}
