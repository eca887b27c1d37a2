/** Sentences that were shared with the room, as everybody sees them: nameless unless signed. */

import { make, t } from "./site.js";

/** @param {Array<{text: string, name: string}>} sentences @returns {HTMLElement[]} */
export function sentenceList(sentences) {
  if (!sentences.length) return [];
  return [make("h3", {}, t("From the room")), make("ul", { class: "mc-sentences mc-shared" }, ...sentences.map(({ text, name }) => make("li", {},
    make("blockquote", { dir: "auto" }, text), ...(name ? [make("p", { class: "mc-faint", dir: "auto" }, name)] : []))))];
}
