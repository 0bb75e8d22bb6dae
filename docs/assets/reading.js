// @ts-check
/**
 * What the page of a speech does besides showing its text. Everything here adds to a page that is
 * whole without it: every control is made by the script that it needs.
 */

import { addCiting } from "./reading-cite.js";
import { addCopying, address, copyLink } from "./reading-copy.js";
import { button, element, paragraphs, word } from "./reading-dom.js";
import { addKeys } from "./reading-keys.js";
import { addLinks } from "./reading-links.js";
import { addOffers } from "./reading-offers.js";
import { progress } from "./reading-place.js";
import { settingsButton } from "./reading-settings.js";

/** Paper names the page's address; where the site has none of its own, the one it was opened at. */
function addPrintedAddress() {
  if (document.querySelector("link[rel=canonical]")) return;
  document.querySelector(".colophon")?.append(element("br"), address());
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
  addOffers();
  addLinks();
  addPrintedAddress();
}
