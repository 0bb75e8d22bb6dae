// @ts-check
/**
 * One note in a link, `#p7~…`: deflated (RFC 1951), base64url (RFC 4648). It stands in the fragment, which no host is told.
 */

import { button, element } from "./dom.js";
import { tell } from "./notes-dom.js";
import { CLASS, exportNotes, link, signed } from "./notes-out.js";
import { anchor, quote } from "./notes-store.js";
import { toClipboard } from "./reading-copy.js";
import { dialog } from "./reading-dom.js";

/** @typedef {import("./notes-store.js").Note} Note */

/** What the link's fragment is. @param {Note} note */
async function packed(note) {
  const { id, modified, colour, comment, tags, name, selectors } = note;
  const [{ prefix = "", suffix = "" } = {}] = selectors.filter(({ exact }) => exact);
  const [{ start = 0, end = 0 } = {}] = selectors.filter(({ end }) => end);
  const given = [
    id.replace("urn:uuid:", ""),
    modified,
    colour,
    quote(note),
    prefix,
    suffix,
    start,
    end,
    comment,
    name,
    ...tags,
  ];
  const deflated = new Blob([JSON.stringify(given)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer());
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
  return `${anchor(note)}~${text}`;
}

const UNPACKED = 100_000; // bytes: no link of ours has a hundredth

/** The text of a link. @param {Uint8Array<ArrayBuffer>} bytes */
async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const parts = [];
  let size = 0;
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > UNPACKED) throw new RangeError("too long");
    parts.push(value);
  }
  return new Blob(parts).text();
}

/**
 * The annotation of a link, to be examined as a file's.
 * @param {string} fragment
 * @param {string} source of the page that it was opened on
 * @returns {Promise<unknown>} rejects if it is none
 */
export async function unpacked(fragment, source) {
  const [value, text] = fragment.split("~");
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const given = JSON.parse(await inflated(bytes));
  const [id, modified, colour, exact, prefix, suffix, start, end, comment, name, ...tags] = given;
  const known = [
    ...(value ? [{ type: "FragmentSelector", value }] : []),
    ...(exact ? [{ type: "TextQuoteSelector", exact, prefix, suffix }] : []),
    ...(end ? [{ type: "TextPositionSelector", start, end }] : []),
  ];
  return {
    id,
    type: "Annotation",
    modified,
    creator: { name },
    body: [{ value: comment }, ...tags.map((/** @type {unknown} */ tag) => ({ purpose: "tagging", value: tag }))],
    target: { source, selector: known, styleClass: CLASS + colour },
  };
}

const LONG = 2000; // characters: longer addresses are cut by many programs

/** Offer a note as a link, or as a file where the link is too long. @param {Note} note */
export async function share(note) {
  const address = new URL(link(note).replace(/index\.html/, ""));
  address.hash = await packed(signed(note));
  const { href } = address;
  const long = href.length > LONG;
  const done = element("p", { role: "status" });
  const field = element("textarea", { readonly: "", rows: "4", "aria-label": tell("share") }, href);
  const copy = button(tell("copy"), async () => {
    done.textContent = tell((await toClipboard(href)) ? "copied" : "copy-failed");
  });
  const file = button(tell("export"), () => exportNotes([note]));
  const size = element("p", {}, tell(long ? "share-long" : "share-size", { n: href.length }));
  const box = dialog(tell("share"), size, ...(long ? [file] : [field, copy, done]));
  box.classList.add("yl-note-dialog");
  box.addEventListener("close", () => box.remove());
  box.showModal();
}
