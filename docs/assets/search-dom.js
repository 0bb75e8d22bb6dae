// @ts-check
/** A part of the page that is filled again and again. */

/**
 * Put nodes in the place of what a part holds. What had the focus there keeps it, what was open stays open: elements
 * are the same if they have the same data-key.
 * @param {Element} part
 * @param {...(Node | string)} nodes
 */
export function put(part, ...nodes) {
  const key = (/** @type {Element | null} */ one) => `[data-key="${CSS.escape(one?.getAttribute("data-key") ?? "")}"]`;
  const focused = part.contains(document.activeElement) ? key(document.activeElement) : null;
  const open = [...part.querySelectorAll("details[open]")].map(key);
  part.replaceChildren(...nodes);
  for (const one of open) part.querySelector(one)?.setAttribute("open", "");
  if (focused) /** @type {HTMLElement | null} */ (part.querySelector(focused))?.focus();
}
