// @ts-check
/**
 * The lines of a search: each occurrence with what stands before and after it. In groups by speech that fold; sorted by
 * what stands before or after, all in one list, the occurrences one under the other.
 */

import { button, element } from "./dom.js";
import { arriving } from "./search-address.js";

/**
 * @typedef {import("./search-address.js").Asked} Asked
 * @typedef {import("./search-words.js").Words} Words
 * @typedef {import("./search-kwic.js").Line} Line
 * @typedef {import("./search-find.js").Found["pages"][number]} Page
 * @typedef {{ page: Page, list: HTMLElement, times: HTMLElement, rest: HTMLElement }} Group the lines of a speech
 */

/** So many characters before an occurrence are shown on a narrow screen. */
const NEAR = 14;

/**
 * The end of a text that a narrow screen shows, and what is before it; a mark stays with its character.
 * @param {string} text
 */
function cut(text) {
  const characters = [...text];
  let at = Math.max(0, characters.length - NEAR);
  while (at > 0 && /[\p{M}\p{Cf}]/u.test(characters[at])) at -= 1;
  return [characters.slice(0, at).join(""), characters.slice(at).join("")];
}

/** What tells a line from all others. @param {Line} line */
const keyOf = ({ address, anchor, start, end }) => `${address}#${anchor}:${start}-${end}`;

/**
 * @param {Line} line
 * @param {(Node | string)[]} where what stands at its head
 * @param {Asked} asked
 */
function item(line, where, asked) {
  const [far, near] = cut(line.left).map((text, n) => element("span", { class: n ? "near" : "far" }, text));
  const link = element(
    "a",
    { href: arriving(asked, line), "data-key": keyOf(line) },
    element("span", { class: "where" }, ...where),
    " ",
    element("span", { class: "left" }, element("span", {}, far, near)),
    element("mark", {}, line.hit),
    element("span", { class: "right" }, line.right),
  );
  return element("li", { class: "line" }, link);
}

/** @param {string} anchor "p12" */
const number = (anchor) => `¶${anchor.slice(1)}`;

/** Whether lines stand one under the other, not by speech. @param {Asked} asked */
export const isAligned = ({ sort }) => sort === "left" || sort === "right";

/**
 * A part of the page that shows lines.
 * @param {HTMLElement} container
 * @param {Words} words
 * @param {(page: Page) => Promise<Line[]>} linesOn all lines on a page
 */
export function linesOf(container, words, linesOn) {
  /** What is shown: a key for each line. @type {string[]} */
  let shown = [];
  let shownFor = "";
  /** @type {Map<string, Group>} */
  let groups = new Map();

  function clear() {
    shown = [];
    groups = new Map();
    container.replaceChildren();
  }

  /** @param {Page} page @param {Line} line its first @param {Asked} asked @returns {Group} */
  function group(page, { title, date, kind, place, speaker }, asked) {
    const witness = page.address.split("/")[1];
    const facts = [words.date(date), words.kinds[kind], place, speaker, witness && words.say("witness", { id: witness })];
    const list = element("ol", {});
    const times = element("span", { class: "times" });
    const summary = element("summary", {}, element("h3", {}, element("bdi", {}, title)),
      element("span", {}, facts.filter(Boolean).join(" · ")), times);
    const rest = button("", () => void complete(page.address, asked), { class: "yl-button rest" });
    container.append(element("details", { class: "speech", open: "" }, summary, list, rest));
    const made = { page, list, times, rest };
    groups.set(page.address, made);
    return made;
  }

  /** Show all lines of a speech. @param {string} address @param {Asked} asked */
  async function complete(address, asked) {
    const { page, list, rest } = /** @type {Group} */ (groups.get(address));
    const lines = (await linesOn(page)).slice(list.children.length);
    list.append(...lines.map((line) => item(line, [number(line.anchor)], asked)));
    list.querySelectorAll("a")[list.children.length - lines.length]?.focus();
    rest.hidden = true;
  }

  /** @param {Line[]} lines @param {Page[]} pages @param {Asked} asked */
  function grouped(lines, pages, asked) {
    const known = new Map(pages.map((page) => [page.address, page]));
    for (const line of lines) {
      const { list } = groups.get(line.address) ?? group(/** @type {Page} */ (known.get(line.address)), line, asked);
      list.append(item(line, [number(line.anchor)], asked));
    }
    for (const [address, its] of groups) {
      its.page = known.get(address) ?? its.page;
      const left = its.page.occurrences - its.list.children.length;
      its.times.textContent = words.say("times", { n: its.page.occurrences });
      its.rest.textContent = words.say("rest", { n: left });
      its.rest.hidden = left <= 0;
    }
  }

  /** @param {Line[]} lines @param {Asked} asked */
  function aligned(lines, asked) {
    const list = container.querySelector("ol") ?? element("ol", { class: "aligned" });
    container.append(list);
    for (const line of lines) {
      const title = element("bdi", { class: "title" }, line.title);
      const one = item(line, [`${line.date ?? words.date(null)} ${number(line.anchor)} `, title], asked);
      one.title = line.title;
      list.append(one);
    }
  }

  return {
    clear,

    /**
     * Show lines; those that are shown already stay as they are, and the focus stays on its line or goes to the first.
     * @param {{ lines: Line[], pages: Page[] }} found
     * @param {Asked} asked
     */
    show({ lines, pages }, asked) {
      const keys = lines.map(keyOf);
      const focused = container.contains(document.activeElement) ? document.activeElement : null;
      const goesOn = shownFor === JSON.stringify(asked) && shown.every((key, n) => key === keys[n]);
      if (!goesOn) clear();
      const fresh = lines.slice(shown.length);
      [shown, shownFor] = [keys, JSON.stringify(asked)];
      if (isAligned(asked)) aligned(fresh, asked);
      else grouped(fresh, pages, asked);
      if (focused && !focused.isConnected) {
        const links = /** @type {HTMLElement[]} */ ([...container.querySelectorAll(".line > a")]);
        const same = links.find((link) => link.dataset.key === focused.getAttribute("data-key"));
        (same ?? links[0])?.focus({ preventScroll: true });
      }
    },

    /** Open or close all groups. @param {boolean} open */
    fold(open) {
      for (const one of container.querySelectorAll("details")) one.open = open;
    },
  };
}

/**
 * Move the focus to the next or previous line, or to what shows more.
 * @param {HTMLElement} results
 * @param {number} step
 */
export function move(results, step) {
  const all = /** @type {HTMLElement[]} */ ([...results.querySelectorAll(".line > a, .rest, .more")]);
  const stops = all.filter((one) => one.checkVisibility());
  const here = stops.findIndex((one) => one === document.activeElement);
  const to = here < 0 ? (step > 0 ? 0 : -1) : Math.min(Math.max(here + step, 0), stops.length - 1);
  stops.at(to)?.focus();
}
