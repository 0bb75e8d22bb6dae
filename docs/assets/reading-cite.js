// @ts-check
/**
 * Citing the speech, a paragraph or a piece of the text. The build has written the citations; what is
 * known only now (the address, ¶12, today) goes into the slots it left, see cite_item.py.
 */

import { markdown } from "./export.js";
import { address, toClipboard } from "./reading-copy.js";
import { button, dialog, element, word } from "./reading-dom.js";
import { here } from "./reading-links.js";
import { offers } from "./reading-offers.js";
import { characters, isWhole, within } from "./reading-text.js";

/** @typedef {import("./reading-text.js").Piece} Piece */

const KEPT = "yanlu.cite"; // the form that was chosen last

/** The page's list of citations, taken out of the page where there is the dialog. */
const list = document.querySelector("details.cite");
const forms = /** @type {HTMLElement[]} */ ([...(list?.querySelectorAll("dd") ?? [])]);

/** The published address where the site has one, else that of the reader's copy. @param {Piece | null} piece */
function link(piece) {
  const published = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=canonical]"));
  const page = address(undefined, published ? { href: published.href, protocol: "https:" } : location);
  if (!piece) return page;
  const to = piece.first === piece.last ? [] : [`to=${piece.last.id}`];
  const span = isWhole(piece) ? [] : [`span=${piece.start}-${piece.end}`];
  const asks = [...to, ...span].join("&");
  return `${page}${asks && `?${asks}`}#${piece.first.id}`;
}

/** "¶12"; "¶11–12" once they are merged; "¶12–15" for a range. @param {Piece} piece */
function numbers({ first, last }) {
  if (first !== last) return `¶${first.id.slice(1)}–${last.id.slice(1)}`;
  return document.querySelector(`.pn[href="#${first.id}"]`)?.textContent ?? `¶${first.id.slice(1)}`;
}

/** What goes into the slots, by their names. @param {Piece | null} piece @returns {Record<string, string>} */
function values(piece) {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return {
    url: link(piece),
    para: piece ? numbers(piece) : "",
    iso: parts.map((part) => `${part}`.padStart(2, "0")).join("-"),
    english: now.toLocaleDateString("en-US", { dateStyle: "long" }),
    parts: parts.join(","),
  };
}

/** The words of a piece as a quotation in Markdown, a paragraph a paragraph. @param {Piece} piece */
function quoted(piece) {
  const { first, last, start, end } = piece;
  return within(piece).map((paragraph) => {
    const own = characters(paragraph).slice(paragraph === first ? start : 0, paragraph === last ? end : undefined);
    return `> ${markdown(own.join(""))}\n>\n`;
  });
}

/** A citation with its slots filled. @param {HTMLElement} form @param {Piece | null} piece */
function told(form, piece) {
  const known = values(piece);
  const copy = /** @type {HTMLElement} */ (form.cloneNode(true));
  for (const slot of /** @type {NodeListOf<HTMLElement>} */ (copy.querySelectorAll("[data-slot]"))) {
    const value = known[slot.dataset.slot ?? ""];
    slot.textContent = value && (slot.dataset.as ?? "").replace("{}", () => value);
  }
  const text = copy.textContent ?? "";
  return piece && form.dataset.form === "markdown" ? `${quoted(piece).join("")}> —— ${text}` : text;
}

/** The form that was chosen last. */
function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // a browser that keeps nothing
  }
}

/** @param {string} name */
function keep(name) {
  try {
    localStorage.setItem(KEPT, name);
  } catch {
    // likewise: it holds while the dialog is there
  }
}

/** @type {((piece: Piece | null) => void) | undefined} */
let open;

/** @returns {(piece: Piece | null) => void} opens the dialog */
function citeDialog() {
  /** @type {Piece | null} */
  let piece = null;
  const options = forms.map(({ dataset, previousElementSibling }) =>
    element("option", { value: dataset.form ?? "" }, previousElementSibling?.textContent ?? ""),
  );
  const choice = element("select", {}, ...options);
  const text = element("textarea", { readonly: "", rows: "8", dir: "auto", "aria-label": word("cite-text") });
  const file = element("a", { class: "yl-button" }, word("cite-download"));
  const done = element("p", { role: "status" });
  const copy = button(word("cite-copy"), async () => {
    done.textContent = word((await toClipboard(text.value)) ? "cite-copied" : "cite-failed");
  });
  const show = () => {
    const form = forms[choice.selectedIndex];
    const [name] = (form.dataset.path ?? "").split("/").slice(-1);
    text.value = told(form, piece);
    file.hidden = !name;
    file.download = piece ? name.replace(".", `-${piece.first.id}.`) : name;
    file.href = `data:text/plain;charset=utf-8,${encodeURIComponent(text.value)}`;
    done.textContent = "";
  };
  choice.addEventListener("change", () => {
    keep(choice.value);
    show();
  });
  const label = element("label", { class: "yl-cite__form" }, word("cite-style"), choice);
  const box = dialog(word("cite"), label, text, done, copy, file);
  box.classList.add("yl-cite");
  choice.selectedIndex = Math.max(0, forms.findIndex(({ dataset }) => dataset.form === kept()));
  return (what) => {
    piece = what;
    show();
    box.showModal();
  };
}

/**
 * Show the citation of a piece of the text, or of the whole speech.
 * @param {Piece | null} [piece]
 */
export function cite(piece = null) {
  open ??= citeDialog();
  open(piece);
}

/** The dialog's button takes the place of the list, which pages without scripts have. */
export function addCiting() {
  if (!list) return;
  list.replaceWith(button(word("cite"), () => cite(here())));
  offers.push({ label: word("cite"), act: cite });
}
