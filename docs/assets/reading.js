// @ts-check
/**
 * What the page of a speech does besides showing its text. Everything here adds to a page that is
 * whole without it: every control is made by the script that it needs.
 */

import { addNotes } from "./notes.js";
import { addAgain } from "./reading-again.js";
import { addCiting } from "./reading-cite.js";
import { addCopying, address, copyLink } from "./reading-copy.js";
import { button, element, paragraphs, word } from "./reading-dom.js";
import { addKeys } from "./reading-keys.js";
import { addLinks, returned } from "./reading-links.js";
import { addOffers } from "./reading-offers.js";
import { progress } from "./reading-place.js";
import { settingsButton } from "./reading-settings.js";

/** Paper names the page's address; where the site has none of its own, the one it was opened at. */
function addPrintedAddress() {
  if (document.querySelector("link[rel=canonical]")) return;
  document.querySelector(".colophon")?.append(element("br"), address());
}

let searched = false;

/** What the address searches is marked by a module that few openings of the page need. @param {Event} event */
async function followSearch({ type }) {
  searched ||= new URLSearchParams(location.search).has("q");
  if (searched) await (await import("./reading-hits.js")).showHits(type === "pageshow" && !returned());
}

const article = document.querySelector("article");
if (article && document.getElementById("reading-words")) {
  const show = settingsButton(addKeys());
  const place = paragraphs.length ? [progress()] : [];
  const header = document.querySelector(".md-header__inner");
  const title = header?.querySelector(".md-header__title");
  if (title) title.after(...place, show);
  else article.prepend(...place, show);

  document.querySelector(".tools")?.prepend(
    button(word("copy"), () => void copyLink()),
    button(word("print"), () => print()),
  );
  addCopying(article);
  addCiting();
  addNotes();
  addOffers();
  addAgain(article);
  addLinks();
  for (const moment of ["pageshow", "popstate"]) addEventListener(moment, followSearch);
  addPrintedAddress();
}
