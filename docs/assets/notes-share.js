// @ts-check
/**
 * One note in a link, `#p7~…`: deflated (RFC 1951), base64url (RFC 4648). It stands in the fragment, which no host is told.
 */

import { button, element } from "./dom.js";
import { exportNotes, link, signed } from "./notes-file.js";
import { anchor, noteOf, quote } from "./notes-form.js";
import { tell } from "./notes-words.js";
import { toClipboard } from "./reading-copy.js";
import { dialog } from "./reading-dom.js";

/** @typedef {import("./notes-form.js").Note} Note */

const MOST = 100_000; // bytes, unpacked: no link of ours has a hundredth

/** @param {Uint8Array} bytes @param {CompressionStream | DecompressionStream} through */
async function pass(bytes, through) {
  const stream = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]).stream().pipeThrough(through);
  const parts = [];
  let size = 0;
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST) throw new RangeError("too long");
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** What the link's fragment is. @param {Note} note */
export async function packed(note) {
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
  const bytes = await pass(new TextEncoder().encode(JSON.stringify(given)), new CompressionStream("deflate-raw"));
  const text = btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
  return `${anchor(note)}~${text}`;
}

/**
 * The note of a link; it goes through the same examination as a file's.
 * @param {string} fragment
 * @param {string} source of the page that it was opened on
 * @returns {Promise<Note>} rejects if it is none
 */
export async function unpacked(fragment, source) {
  const [value, text] = fragment.split("~");
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const json = new TextDecoder().decode(await pass(bytes, new DecompressionStream("deflate-raw")));
  const [id, modified, colour, exact, prefix, suffix, start, end, comment, name, ...tags] = JSON.parse(json);
  const known = [
    ...(value ? [{ type: "FragmentSelector", value }] : []),
    ...(exact ? [{ type: "TextQuoteSelector", exact, prefix, suffix }] : []),
    ...(end ? [{ type: "TextPositionSelector", start, end }] : []),
  ];
  return noteOf({
    id,
    type: "Annotation",
    modified,
    creator: { name },
    body: [{ value: comment }, ...tags.map((/** @type {unknown} */ tag) => ({ purpose: "tagging", value: tag }))],
    target: { source, selector: known, styleClass: `yl-note-${colour}` },
  });
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
  const file = button(tell("export"), () => exportNotes([note], "jsonld"));
  const size = element("p", {}, tell(long ? "share-long" : "share-size", { n: href.length }));
  const box = dialog(tell("share"), size, ...(long ? [file] : [field, copy, done]));
  box.classList.add("yl-note-dialog");
  box.addEventListener("close", () => box.remove());
  box.showModal();
}
