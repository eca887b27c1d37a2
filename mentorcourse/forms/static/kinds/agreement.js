/** An agreement of two: the page shows both columns side by side, and says where the fields of one's own stand. */

import { element } from "../element.js";

/** @param {import("../form.js").FormContext} form its layout has `place`, which gets each field by its row, and the form */
export function buildAgreement(form) {
  const { place } = form.definition.layout;
  return element("div", {}, place((key, label) => form.field(key, { label, labelShown: false, rows: 4 }).element, form));
}
