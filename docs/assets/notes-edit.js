// @ts-check
/** The dialog in which a note is written. */

import { element } from "./dom.js";
import { COLOURS, quote, tagsOf } from "./notes-form.js";
import { tell } from "./notes-words.js";
import { dialog } from "./reading-dom.js";

/** @typedef {import("./notes-form.js").Note} Note */

/** @param {string} chosen */
function colours(chosen) {
  const options = Object.keys(COLOURS).map((value) => {
    const input = element("input", { type: "radio", name: "colour", value, ...(value === chosen && { checked: "" }) });
    return element("label", {}, input, element("span", { class: `yl-note--${value}` }, tell(`colour-${value}`)));
  });
  return element("fieldset", { class: "yl-choice" }, element("legend", {}, tell("colour")), ...options);
}

/** @param {string} key @param {HTMLElement} field */
const labelled = (key, field) => element("label", { class: "yl-note-field" }, tell(key), field);

/**
 * Write a note; on a phone the text comes first, as the keyboard takes half of the screen.
 * @param {Note} note
 * @param {string} place where it stands
 * @param {(note: Note) => void} done
 * @param {HTMLElement} [scope] in which the place can be made smaller
 */
export function edit(note, place, done, scope) {
  const comment = element("textarea", { name: "comment", rows: "5", maxlength: "50000", dir: "auto" }, note.comment);
  const tags = element("input", { name: "tags", value: note.tags.join(" "), autocomplete: "off", dir: "auto" });
  const words = quote(note);
  const submit = element("button", { class: "yl-button yl-button--first" }, tell("save"));
  const form = element(
    "form",
    { method: "dialog" },
    scope ?? element("blockquote", {}, element("bdi", {}, words || tell("whole-speech"))),
    labelled("comment", comment),
    labelled("tags", tags),
    colours(note.colour),
    submit,
  );
  const box = dialog(`${tell("note")} ${place}`, form);
  box.classList.add("yl-note-dialog");
  box.addEventListener("close", () => box.remove());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(submit);
  });
  form.addEventListener("submit", () => {
    const colour = String(new FormData(form).get("colour"));
    const modified = new Date().toISOString();
    done({ ...note, colour, comment: comment.value, tags: tagsOf(tags.value), modified, was: undefined });
  });
  box.showModal();
  (scope?.querySelector("input") ?? comment).focus();
}
