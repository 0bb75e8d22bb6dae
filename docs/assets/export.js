// @ts-check
/** Files that a reader takes out, and how text stays text in them. */

/**
 * A cell of CSV that no spreadsheet takes for a formula.
 * https://owasp.org/www-community/attacks/CSV_Injection
 * @param {string} text
 */
export function cell(text) {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}

/** Text that stays text in a paragraph of Markdown, as `markdown_text` has it. @param {string} text */
export function markdown(text) {
  const escaped = (/** @type {string} */ sign) => ("<>&~|".includes(sign) ? `&#${sign.charCodeAt(0)};` : `\\${sign}`);
  return text.replace(/[\\`*_[\]#<>&~|]/g, escaped).replace(/^\d*(?=[-+=.)])/, "$&\\");
}

/**
 * Give the reader a file.
 * @param {string} text
 * @param {string} type
 * @param {string} name
 */
export function save(text, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers read it only now
}
