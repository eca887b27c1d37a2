/** Ratings: one block for each scale, one row of numbers for each item. */

import { element, unseen } from "../element.js";
import { words } from "../words.js";
import { buildRevealed } from "./spread.js";

/** @param {import("../form.js").FormContext} form */
export function buildRatings(form) {
  const { scales } = form.definition.layout;
  const isCounted = form.definition.audience === "cohort-anonymous";
  return element("div", { class: "mcf-scales" }, scales.map((scale) => buildScale(form, scale)),
    isCounted && buildRevealed(form));
}

function buildScale(form, scale) {
  const { items } = form.definition.layout;
  const titleId = form.id(`scale-${scale.key}`);
  return element("div", { class: "mcf-scale-block", role: "group", "aria-labelledby": titleId },
    element("h4", { id: titleId }, scale.label), scaleKey(scale),
    items.map((item) => form.field(`${item.key}.${scale.key}`, { label: item.label, help: item.help }).element));
}

function scaleKey({ points }) {
  const known = Object.entries(points ?? {});
  if (known.length === 0) return null;
  return element("p", { class: "mcf-scale-key" }, known.flatMap(([number, word], index) => [
    index > 0 ? unseen(", ") : null, element("span", {}, words.scaleKey(number, word))]));
}
