// @ts-check
/** The words of the interface, which come with the index. */

import { filled } from "./dom.js";

/** @typedef {ReturnType<typeof wording>} Words */

/** The parts of a date. */
const PARTS = ["year", "month", "day"];

/**
 * @param {Record<string, any>} strings section [search] of strings.zh.toml, and `kinds` and `dates`
 */
export function wording(strings) {
  const kinds = /** @type {Record<string, string>} */ (strings.kinds);
  const dates = /** @type {Record<string, string>} */ (strings.dates);
  return {
    kinds,

    /**
     * A sentence; numbers in it get commas.
     * @param {string} key
     * @param {Record<string, string | number>} [values]
     */
    say: (key, values = {}) => filled(strings[key] ?? key, values),

    /** A full or partial date as it is read: "2020-03" is 2020年3月. @param {string | null} when */
    date(when) {
      const part = (/** @type {string} */ text, /** @type {number} */ n) => filled(dates[PARTS[n]], { [PARTS[n]]: String(+text) });
      return when ? when.split("-").map(part).join("") : strings.undated;
    },
  };
}
