// @ts-check
/** Where the reader is in the text: the paragraph in view, and the way to the next one. */

import { element, paragraphs, word } from "./reading-dom.js";

const LINE = 0.35; // of the window's height: what begins above it is being read
const SEEN = [0.1, 0.7]; // what begins between need not be scrolled to

/** The index of the paragraph in view: the last one that begins above the reading line. */
export function inView() {
  const last = paragraphs.length - 1;
  if (last < 0 || paragraphs[last].getBoundingClientRect().bottom <= innerHeight) return last;
  let [low, high] = [0, last];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (paragraphs[middle].getBoundingClientRect().top <= innerHeight * LINE) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where the keyboard stands: the focused paragraph if it can be seen, else the one in view. */
function current() {
  const focused = paragraphs.findIndex((paragraph) => paragraph === document.activeElement);
  if (focused < 0) return inView();
  const { top, bottom } = paragraphs[focused].getBoundingClientRect();
  return bottom > 0 && top < innerHeight ? focused : inView();
}

/** Has the reader begun to read? Before that, the next paragraph is the first. */
const begun = () => paragraphs[0].getBoundingClientRect().top < innerHeight * LINE;

/** @param {1 | -1} step */
export function move(step) {
  if (!paragraphs.length) return;
  const focused = paragraphs.includes(/** @type {HTMLElement} */ (document.activeElement));
  const next = step > 0 && !focused && !begun() ? 0 : current() + step;
  const paragraph = paragraphs[Math.max(0, Math.min(next, paragraphs.length - 1))];
  paragraph.tabIndex = -1;
  paragraph.focus({ preventScroll: true });
  paragraph.scrollIntoView({ block: "start" });
}

/**
 * Scroll to a place that is not well in view.
 * @param {Range | Element} place
 * @param {Element} home its paragraph, whose margin tells how much of the window is covered
 */
export function bring(place, home) {
  const { top } = place.getBoundingClientRect();
  const covered = Number.parseFloat(getComputedStyle(home).scrollMarginTop);
  if (top < Math.max(covered, innerHeight * SEEN[0]) || top > innerHeight * SEEN[1])
    scrollBy(0, top - Math.max(covered, innerHeight * LINE));
}

/** "12 / 53", kept up to date. @returns {HTMLElement} */
export function progress() {
  const shown = element("span", { class: "yl-progress" });
  const update = () => {
    const [n, total] = [inView() + 1, paragraphs.length];
    shown.textContent = `${n} / ${total}`;
    shown.title = word("progress", { n, total });
  };
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      update();
    });
  };
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later, { passive: true });
  update();
  return shown;
}
