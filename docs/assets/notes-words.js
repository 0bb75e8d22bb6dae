// @ts-check
/** The words of the notes: a file that is fetched with the first need of them. */

import { filled } from "./dom.js";

/** @type {Record<string, string>} */
const words = await (await fetch(new URL("../notes/words.json", import.meta.url))).json();

/** A sentence; numbers in it get commas. @param {string} key as in [notes] of strings.zh.toml @param {Record<string, string | number>} [values] */
export const tell = (key, values = {}) => filled(words[key] ?? key, values);
