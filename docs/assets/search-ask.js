// @ts-check
/** Lines of a search asked for once, certain and whole, where the page itself hears of them as they are found. */

/**
 * @typedef {import("./search-address.js").Asked} Asked
 * @typedef {import("./search.js").Search} Search
 * @typedef {import("./search-find.js").Found} Found
 */

/**
 * So many lines from that one on; as many as there are, and only once every paragraph has been checked.
 * @param {Search} search
 * @param {Asked} asked
 * @param {{ from: number, size: number }} window
 * @param {(done: number, total: number) => void} [progress] in paragraphs
 * @param {AbortSignal} [signal]
 * @returns {Promise<Found>} rejects with the failure, or with the signal's reason
 */
export function linesAt(search, asked, { from, size }, progress, signal) {
  return new Promise((resolve, reject) => {
    const stop = search.find(asked.q, { ...asked, from, size }, (found) => {
      if ("failure" in found) reject(found.failure);
      else if (found.exact && !found.sorting) resolve(found);
      else progress?.(...found.checked);
    });
    signal?.addEventListener("abort", () => {
      stop();
      reject(signal.reason);
    });
  });
}
