/** Short answers and journal: one prompt below the other. */

import { element } from "../element.js";

const journalRows = 6;

/** @param {import("../form.js").FormContext} form */
export function buildAnswers(form) {
  const rows = form.definition.kind === "journal" ? journalRows : 3;
  return element("div", { class: "mcf-prompts" },
    form.definition.layout.prompts.map((key) => form.field(key, { rows }).element));
}
