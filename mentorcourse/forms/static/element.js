/** Builds DOM elements; text always becomes text, and only the course's own HTML goes through `rich`. */

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `on` takes listeners by event; null and false are left out
 * @param {...(Child | Child[])} children
 * @returns {any}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(made, name, value);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

function set(made, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
  } else {
    made.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * An element holding HTML that the server made from the course's Markdown: never a person's words.
 * @param {string} tag @param {Record<string, any>} attributes @param {string} html
 */
export function rich(tag, attributes, html) {
  const made = element(tag, attributes);
  made.innerHTML = html ?? "";
  return made;
}

/** Text that only screen readers meet. @param {string} text */
export const unseen = (text) => element("span", { class: "mcf-unseen" }, text);

/** Changes an element's text only if it differs, so that nothing is announced twice. */
export function say(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** @param {Element} target @param {boolean} shown */
export function show(target, shown) {
  if (target.hidden === shown) target.hidden = !shown;
}

/** @param {Element} target @param {string} name @param {string | null} value */
export function mark(target, name, value) {
  if (value === null) target.removeAttribute(name);
  else if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}

const drawings = {
  lock: "M5 8V6a3 3 0 0 1 6 0v2M4 8h8v6H4z",
  people: "M5.5 7.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM1.5 13c0-2.4 1.6-4 4-4s4 1.6 4 4z"
    + "M11 8a1.9 1.9 0 1 0 0-3.8M11.5 9.5c1.8.2 3 1.5 3 3.5",
  clock: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 5v3.3l2.2 1.4",
  up: "M8 13V3M4 7l4-4 4 4",
  down: "M8 3v10M4 9l4 4 4-4",
  cross: "M4 4l8 8M12 4l-8 8",
  star: "M8 1.8l1.9 3.9 4.3.6-3.1 3 .7 4.3L8 11.6l-3.8 2 .7-4.3-3.1-3 4.3-.6z",
};

/** A small decorative picture, hidden from screen readers. @param {keyof drawings} name */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `mcf-icon mcf-icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", drawings[name]);
  svg.append(path);
  return svg;
}
