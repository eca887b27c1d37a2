/** A checklist in stages: items to tick, with notes and choices where the course asks for them. */

import { element } from "../element.js";

/** @param {import("../form.js").FormContext} form */
export function buildChecklist(form) {
  return element("div", { class: "mcf-stages" }, form.definition.layout.stages.map((stage) => buildStage(form, stage)));
}

function buildStage(form, stage) {
  const titleId = form.id(`stage-${stage.key}`);
  return element("div", { class: "mcf-stage", role: "group", "aria-labelledby": titleId },
    element("h4", { id: titleId }, stage.title), stage.help && element("p", { class: "mcf-help" }, stage.help),
    element("ul", { class: "mcf-items" }, stage.items.map((item) => buildItem(form, item))),
    stage.note && form.field(`${stage.key}.note`, { context: stage.title }).element);
}

function buildItem(form, item) {
  return element("li", { class: "mcf-item" },
    form.field(item.key, { label: item.label }).element,
    item.options?.length > 0 && form.field(`${item.key}.option`, { labelShown: false }).element,
    item.note && form.field(`${item.key}.note`, { context: item.label, rows: 1 }).element);
}
