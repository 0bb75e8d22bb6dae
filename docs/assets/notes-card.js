// @ts-check
/** A note as it is shown in lists and margins. What others wrote is text, whatever it looks like. */

import { button, element } from "./dom.js";
import { quote } from "./notes-form.js";
import { tell } from "./notes-words.js";

/**
 * @typedef {import("./notes-form.js").Note} Note
 * What can be done with a note: a key of the words, and how.
 * @typedef {Record<string, (note: Note) => void>} Acts
 */

/** An address of the web, as far as it can be told from the sentence around it. */
const LINK = /(https?:\/\/[^\s<>"'“”‘’「」『』《》（）()，。；、！？：]+)/u;

/** Lines of text, with links in them to the web and to nothing else. @param {string} text */
function lines(text) {
  return text.split("\n").map((line) => {
    const parts = line
      .split(LINK)
      .map((part, n) => (n % 2 ? element("a", { href: part, rel: "noopener noreferrer nofollow" }, part) : part));
    return element("bdi", {}, ...parts, "\n");
  });
}

/** The day in the reader's own time. @param {string} time */
const day = (time) => time && new Date(time).toLocaleDateString(document.documentElement.lang);

/** What has to be known of where a note stands. @param {Note} note */
function standing({ lost, was }) {
  if (lost) return [element("p", { class: "yl-note__state" }, tell("lost"))];
  if (!was) return [];
  return [element("p", { class: "yl-note__state" }, tell(was.how, { quote: was.quote }))];
}

/**
 * @param {Note} note
 * @param {string | Node} place where it stands
 * @param {Acts} acts
 */
export function card(note, place, acts) {
  const words = quote(note);
  const about = [tell(`colour-${note.colour}`), day(note.modified), note.name].filter(Boolean).join(" · ");
  const buttons = Object.entries(acts).map(([key, act]) => {
    const made = button(tell(key), () => act(note));
    made.dataset.key = `${key} ${note.id}`;
    return made;
  });
  return element(
    "li",
    { class: `yl-note yl-note--${note.colour}` },
    element("p", { class: "yl-note__about" }, place, element("bdi", {}, about)),
    ...(words ? [element("blockquote", {}, element("bdi", {}, words))] : []),
    ...(note.comment ? [element("p", { class: "yl-note__comment" }, ...lines(note.comment))] : []),
    ...(note.tags.length
      ? [element("p", { class: "yl-note__tags" }, ...note.tags.map((tag) => element("bdi", {}, `#${tag}`)))]
      : []),
    ...standing(note),
    element("p", { class: "yl-note__acts" }, ...buttons),
  );
}

const shown = element("div", { class: "yl-note-bar" });
const said = element("div", { role: "alert" });
shown.append(said);

/**
 * Tell something that may be answered: it stays until then, at the foot of the window.
 * @param {string} text
 * @param {Record<string, () => void>} answers keys of the words, and what they do
 */
export function ask(text, answers) {
  const away = () => shown.remove();
  const buttons = Object.entries({ ...answers, close: () => {} }).map(([key, act]) =>
    button(tell(key), () => {
      away();
      act();
    }),
  );
  shown.replaceChildren(said, ...buttons);
  document.body.append(shown);
  said.textContent = text;
}
