// @ts-check
/** Font, size and what is shown on the text, remembered. The page's head sets what is remembered before the first paint. */

import { button, dialog, element, word } from "./reading-dom.js";

const CHOICES = {
  font: { values: ["serif", "sans"], usual: "serif", label: (/** @type {string} */ v) => word(v) },
  size: { values: ["1", "2", "3", "4", "5"], usual: "3", label: (/** @type {string} */ v) => word(`size-${v}`) },
  again: { values: ["on", "off"], usual: "on", label: (/** @type {string} */ v) => word(v) },
  noted: { values: ["on", "off"], usual: "on", label: (/** @type {string} */ v) => word(v) },
  notes: { values: ["on", "off"], usual: "on", label: (/** @type {string} */ v) => word(v) },
};

/** @typedef {keyof typeof CHOICES} Setting */

/**
 * @param {Setting} name
 * @param {string} value
 */
function choose(name, value) {
  document.documentElement.setAttribute(`data-yl-${name}`, value);
  try {
    localStorage.setItem(`yanlu.${name}`, value);
  } catch {
    // a browser that keeps nothing: it holds for this page
  }
}

/** @param {Setting} name */
function chosen(name) {
  const { values, usual } = CHOICES[name];
  const value = document.documentElement.getAttribute(`data-yl-${name}`) ?? usual;
  return values.includes(value) ? value : usual;
}

/**
 * One setting as a group of native radio buttons: arrow keys and names come with them.
 * @param {Setting} name
 */
function group(name) {
  const options = CHOICES[name].values.map((value) => {
    const input = element("input", { type: "radio", name: `yl-${name}`, value });
    input.checked = value === chosen(name);
    input.addEventListener("change", () => choose(name, value));
    return element("label", { class: `yl-${name}-${value}` }, input, element("span", {}, CHOICES[name].label(value)));
  });
  return element("fieldset", { class: "yl-choice" }, element("legend", {}, word(name)), ...options);
}

/**
 * The button that opens the settings.
 * @param {() => void} help opens the list of keys
 */
export function settingsButton(help) {
  const keys = button(word("help"), () => {
    settings.close();
    help();
  });
  keys.classList.add("yl-for-keyboards");
  const settings = dialog(word("settings"), group("font"), group("size"), group("again"), group("noted"), group("notes"), keys);
  return button(word("settings"), () => settings.showModal(), { class: "yl-header-button", content: "Aa" });
}
