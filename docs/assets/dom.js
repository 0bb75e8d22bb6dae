// @ts-check
/** How elements are made, on every page. */

/**
 * An element with attributes and children; text stays text.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * A button that does one thing.
 * @param {string} label what is read out, and shown where no content is given
 * @param {() => void} action
 * @param {{ class?: string, content?: Node | string }} [options]
 */
export function button(label, action, options = {}) {
  const made = element("button", { type: "button", class: options.class ?? "yl-button" });
  if (options.content !== undefined) {
    made.setAttribute("aria-label", label);
    made.title = label;
  }
  made.append(options.content ?? label);
  made.addEventListener("click", action);
  return made;
}

/**
 * A sentence of the interface; `{name}` in it is filled in.
 * @param {string} text
 * @param {Record<string, string | number>} values numbers get commas
 */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name]?.toLocaleString("en") ?? whole);
}

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
