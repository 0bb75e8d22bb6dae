// @ts-check
/**
 * The check of a quotation, a part of the search page: which pieces of it stand in the texts word for word, nearly
 * or not at all, and whether what is said of its source is right.
 */

import { element } from "./dom.js";
import { ROOT } from "./search-address.js";
import { wording } from "./search-words.js";

/**
 * @typedef {import("./search-near.js").Place} Place
 * @typedef {import("./search-verdict.js").Piece} Piece
 * @typedef {import("./search-align.js").Run} Run
 * @typedef {import("./search-verdict.js").Judged} Judged
 * @typedef {import("./search-words.js").Words} Words
 */

const SHOWN = 5; // places of a piece that are shown at once

/** Where a place is read: there its very words will be marked. @param {Place} place */
function address({ address, anchor, to, start, end }) {
  const place = new URL(`speeches/${address}/index.html`, ROOT);
  place.search = String(new URLSearchParams({ ...(to && { to }), span: `${start}-${end}` }));
  place.hash = anchor;
  return place.href;
}

/** Text whose direction is its own. @param {string} text */
const own = (text) => element("bdi", {}, text);

/** What differs at one place together: what the quotation has, then what the source has. @param {Run[]} runs */
function together(runs) {
  const found = /** @type {Run[]} */ ([]);
  let [del, ins] = ["", ""];
  for (const [kind, text] of runs.concat([["same", ""]])) {
    if (kind === "del") del += text;
    else if (kind === "ins") ins += text;
    else {
      found.push(["del", del], ["ins", ins], ["same", text]);
      [del, ins] = ["", ""];
    }
  }
  return found.filter(([, text]) => text);
}

/**
 * The words of the source, with those marked that the quotation has not, and the other way round.
 * @param {Place} place
 * @param {Words} words
 */
function compared({ runs }, words) {
  const shown = together(runs).map(([kind, text]) => (kind === "same" ? text : element(kind, {}, text)));
  return element("p", { class: "compared" }, words.say("check-source"), element("bdi", {}, ...shown));
}

/** A text without the punctuation around it. @param {string} text */
const bare = (text) => text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

/**
 * A place that a piece was found at, and how it reads there, if that is not as quoted.
 * @param {Place} place
 * @param {string} quoted
 * @param {Words} words
 */
function found(place, quoted, words) {
  const [, id] = place.address.split("/");
  const where = [`¶${place.anchor.slice(1)}`, ...(id ? [words.say("witness", { id })] : [])];
  const link = element("a", { href: address(place) }, `${words.date(place.date)} · `, own(place.title), ` · ${where.join(" · ")}`);
  const there = place.runs.map(([kind, text]) => (kind === "del" ? "" : text)).join("");
  const alike = bare(there) === bare(quoted);
  return element("li", {}, link, ...(alike ? [] : [compared(place, words)]));
}

/** A verdict and what it is on. @param {string} verdict @param {string} text @param {Words} words */
const judgement = (verdict, text, words) =>
  element("p", { class: "judgement" }, element("strong", { class: verdict }, words.say(`check-${verdict}`)), own(text));

/** @param {Piece} piece @param {Words} words */
function piece({ text, verdict, places, more: others }, words) {
  const [first, rest] = [places.slice(0, SHOWN), places.slice(SHOWN)].map((some) =>
    element("ul", {}, ...some.map((place) => found(place, text, words))),
  );
  const more = element("details", {}, element("summary", {}, words.say("check-rest")), rest);
  if (others) more.append(element("p", {}, words.say("check-more", { n: places.length })));
  const where = [...(places.length ? [first] : []), ...(rest.childElementCount ? [more] : [])];
  return element("li", {}, judgement(verdict, text, words), ...where);
}

/** What is said of the source, and what it is. @param {Judged} claim @param {Words} words */
function claim({ kind, text, right, actual }, words) {
  const verdict = right ? "right" : actual.length ? "wrong" : "unknown";
  const told = judgement(verdict, text, words);
  if (verdict !== "wrong") return element("li", {}, told);
  told.append(words.say("check-actual"));
  const names = actual.map((name) => element("li", {}, own(kind === "date" ? words.date(name) : name)));
  return element("li", {}, told, element("ul", {}, ...names));
}

/** @param {import("./search-verdict.js").Checked} checked @param {Words} words */
function results({ pieces, claims }, words) {
  const differ = pieces.some(({ verdict }) => verdict === "near");
  return [
    ...(differ ? [element("p", { class: "legend" }, words.say("check-legend"))] : []),
    element("ol", {}, ...pieces.map((one) => piece(one, words))),
    ...(claims.length ? [element("h3", {}, words.say("check-claims"))] : []),
    element("ul", {}, ...claims.map((one) => claim(one, words))),
  ];
}

/** How many pieces there are of each verdict. @param {Piece[]} pieces @param {Words} words */
function sum(pieces, words) {
  if (!pieces.length) return words.say("check-empty");
  const count = (/** @type {string} */ which) => pieces.filter(({ verdict }) => verdict === which).length;
  const [verbatim, near, absent] = ["verbatim", "near", "absent"].map(count);
  return words.say("check-sum", { n: pieces.length, verbatim, near, absent });
}

/**
 * Put the check into its part of the page.
 * @param {HTMLElement} container
 * @param {import("./search.js").Search} search
 * @param {Record<string, any>} strings
 */
export function addCheck(container, search, strings) {
  const words = wording(strings);
  const field = element("textarea", { id: "check-text", rows: "5", spellcheck: "false", "aria-describedby": "check-hint" });
  const label = element("label", { for: "check-text" }, words.say("check-label"));
  const hint = element("p", { id: "check-hint" }, words.say("check-hint"));
  const submit = element("button", { class: "md-button md-button--primary" }, words.say("check-go"));
  const form = element("form", { class: "check" }, label, field, hint, submit);
  const status = element("p", { role: "status" });
  const shown = element("div", { class: "checked" });
  let asked = 0;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const turn = (asked += 1);
    status.textContent = words.say("check-busy");
    shown.replaceChildren();
    try {
      const checked = await search.check(field.value);
      if (turn !== asked) return;
      status.textContent = sum(checked.pieces, words);
      shown.replaceChildren(...results(checked, words));
    } catch (failure) {
      const { key, file } = /** @type {import("./search.js").Failure} */ (failure);
      status.textContent = words.say(`failed-${key}`, { file });
    }
  });
  container.replaceChildren(form, status, shown);
}
