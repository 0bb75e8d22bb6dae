// @ts-check
/** How what was found lies in time: a bar a month, or a year where months are many; and the same as a table. */

import { element, put } from "./dom.js";
import { searching } from "./search-address.js";
import { toggled } from "./search-facets.js";

/**
 * @typedef {import("./search-address.js").Asked} Asked
 * @typedef {import("./search-words.js").Words} Words
 * @typedef {[string | null, number, number]} Month "2020-03", "2020" (month not known) or null; occurrences; characters
 * @typedef {{ name: string, short: string, filter: string | null, count: number, characters: number }} Bar
 * @typedef {"count" | "rate"} Measure
 */

/** More months than these are counted by year. */
const MOST = 36;
const [HEIGHT, HEAD, FOOT] = [96, 16, 22]; // px, of the bars and of what is written over and under them
const [ROOM, LABEL] = [28, 60]; // px, of a bar that has a number over it, and of a label with some air
const SVG = "http://www.w3.org/2000/svg";

/** Occurrences in 10,000 characters. @param {{ count: number, characters: number }} of */
const rate = ({ count, characters }) => (characters ? (count * 10_000) / characters : 0);

/** @param {number} value */
const shownRate = (value) => value.toLocaleString("en", { maximumSignificantDigits: value < 100 ? 2 : 3 });

/**
 * The bars of some months: their counts add up to those of the months.
 * @param {Month[]} months by date
 * @param {Words} words
 * @returns {Bar[]}
 */
export function bars(months, words) {
  const byYear = months.filter(([when]) => when?.length === 7).length > MOST;
  const all = /** @type {Map<string | null, Bar>} */ (new Map());
  for (const [when, count, characters] of months) {
    const key = byYear && when ? when.slice(0, 4) : when;
    const bar = all.get(key) ?? { ...named(key, byYear, words), count: 0, characters: 0 };
    bar.count += count;
    bar.characters += characters;
    all.set(key, bar);
  }
  return [...all.values()];
}

/** @param {string | null} when @param {boolean} byYear @param {Words} words */
function named(when, byYear, words) {
  if (!when) return { name: words.say("undated"), short: "?", filter: "year:-" };
  if (byYear) return { name: words.date(when), short: when, filter: `year:${when}` };
  if (when.length === 4) return { name: words.say("no-month", { year: words.date(when) }), short: when, filter: null };
  return { name: words.date(when), short: when, filter: `${when}..${when}` };
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** What a bar says of itself. @param {Bar} bar @param {Words} words */
const told = (bar, words) => words.say("chart-bar", { name: bar.name, n: bar.count, rate: shownRate(rate(bar)) });

/** Where a bar leads. @param {Bar} bar @param {Asked} asked @param {Words} words */
function address({ filter, count }, asked, words) {
  return filter && count ? searching({ ...asked, q: toggled(asked.q, filter, words).q }) : null;
}

/**
 * The picture, as wide as its place. One bar is in the order of the tab key, arrows lead to the others.
 * @param {Bar[]} all
 * @param {Measure} measure
 * @param {number} width px
 * @param {Asked} asked
 * @param {Words} words
 */
function picture(all, measure, width, asked, words) {
  const values = all.map((bar) => (measure === "count" ? bar.count : rate(bar)));
  const top = Math.max(...values);
  const step = Math.min(width / all.length, 40);
  const drawn = all.map((bar, n) => {
    const height = top ? (values[n] / top) * HEIGHT : 0;
    const shape = svg("rect", {
      class: "bar", x: n * step + step * 0.1, y: HEIGHT - height, width: step * 0.8, height,
    });
    const room = svg("rect", { class: "room", x: n * step, y: 0, width: step, height: HEIGHT });
    const href = address(bar, asked, words);
    const over = { x: (n + 0.5) * step, y: HEIGHT - height - 4, "text-anchor": "middle", "aria-hidden": "true" };
    const number = step < ROOM || !bar.count ? [] : [svg("text", over, measure === "count" ? String(bar.count) : shownRate(values[n]))];
    const parts = [svg("title", {}, told(bar, words)), room, shape, ...number];
    return href ? svg("a", { href, "aria-label": told(bar, words), "data-key": bar.short, tabindex: -1 }, ...parts) : svg("g", {}, ...parts);
  });
  drawn.find((one) => one.matches("a"))?.setAttribute("tabindex", "0");
  const line = svg("path", { class: "base", d: `M0 ${HEIGHT + 0.5}H${width}` });
  const height = HEAD + HEIGHT + FOOT;
  const frame = { viewBox: `0 ${-HEAD} ${width} ${height}`, width, height, role: "group", "aria-label": words.say("chart") };
  return svg("svg", frame, line, ...drawn, ...labels(all, step, width));
}

/** The first time, and those after it that have room. @param {Bar[]} all @param {number} step @param {number} width */
function labels(all, step, width) {
  const every = Math.ceil(LABEL / step);
  const shown = all.filter((_, n) => n % every === 0 && (!n || n * step + LABEL <= width));
  return shown.map((bar) => svg("text", { x: all.indexOf(bar) * step, y: HEIGHT + 16 }, bar.short));
}

/**
 * The rows of the table behind the picture, the sum last.
 * @param {Bar[]} all
 * @param {Asked} asked
 * @param {Words} words
 */
function rows(all, asked, words) {
  const sum = (/** @type {"count" | "characters"} */ name) => all.reduce((n, bar) => n + bar[name], 0);
  const total = { count: sum("count"), characters: sum("characters") };
  /** @param {Node | string} name @param {{ count: number, characters: number }} of */
  const row = (name, of) =>
    element("tr", {}, element("th", { scope: "row" }, name), ...[of.count.toLocaleString("en"), of.characters.toLocaleString("en"),
      shownRate(rate(of))].map((cell) => element("td", {}, cell)));
  return [
    ...all.map((bar) => {
      const href = address(bar, asked, words);
      return row(href ? element("a", { href, "data-key": `row ${bar.short}` }, bar.name) : bar.name, bar);
    }),
    row(words.say("chart-sum"), total),
  ];
}

/** What stands under the picture. @param {Bar[]} all @param {boolean} exact @param {Words} words */
function summed(all, exact, words) {
  const count = all.reduce((n, bar) => n + bar.count, 0);
  const characters = all.reduce((n, bar) => n + bar.characters, 0);
  return words.say(exact ? "chart-total" : "chart-least", { n: count, rate: shownRate(rate({ count, characters })) });
}

/** Arrows move between the bars. @param {KeyboardEvent} event */
function walk(event) {
  const links = [.../** @type {Element} */ (event.currentTarget).querySelectorAll("a")];
  const here = links.findIndex((one) => one === document.activeElement);
  const to = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: links.length - 1 }[event.key];
  if (here < 0 || to === undefined || !links[to]) return;
  event.preventDefault();
  links[here].setAttribute("tabindex", "-1");
  links[to].setAttribute("tabindex", "0");
  links[to].focus();
}

/**
 * The part of the page with picture and table.
 * @param {HTMLElement} part
 * @param {Words} words
 * @returns {(months: Month[], exact: boolean, asked: Asked) => void} shows these months
 */
export function chartOf(part, words) {
  const [drawing, sum, table] = [".drawing", ".sum", "tbody"].map((one) => /** @type {HTMLElement} */ (part.querySelector(one)));
  const rated = /** @type {HTMLInputElement} */ (part.querySelector("[value=rate]"));
  /** @type {{ all: Bar[], asked: Asked } | null} */
  let shown = null;

  function draw() {
    if (!shown || !drawing.clientWidth) return;
    const { all, asked } = shown;
    put(drawing, picture(all, rated.checked ? "rate" : "count", drawing.clientWidth, asked, words));
  }

  part.addEventListener("change", draw);
  drawing.addEventListener("keydown", walk);
  new ResizeObserver(draw).observe(drawing);
  return (months, exact, asked) => {
    shown = { all: bars(months, words), asked };
    draw();
    sum.textContent = summed(shown.all, exact, words);
    put(table, ...rows(shown.all, asked, words));
  };
}
