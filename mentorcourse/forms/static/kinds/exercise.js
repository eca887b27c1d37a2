/** A timed exercise: phases with a clock that one may stop and stretch, and prompts for afterwards. */

import { element, rich } from "../element.js";
import { words } from "../words.js";
import { buildTimer } from "./timer.js";

/** @param {import("../form.js").FormContext} form */
export function buildExercise(form) {
  const { phases, prompts } = form.definition.layout;
  const items = phases.map((phase, index) => element("li", { class: "mcf-phase" },
    element("h4", {}, phase.title, " ", element("span", { class: "mcf-soft" }, words.phaseMinutes(phase.minutes))),
    element("span", { class: "mcf-unseen" }, words.phaseOf(index + 1, phases.length)),
    rich("div", {}, phase.instructions)));
  return element("div", { class: "mcf-exercise" }, buildTimer(form, phases, items),
    element("ol", { class: "mcf-phases" }, items),
    element("div", { class: "mcf-prompts" }, prompts.map((key) => form.field(key, { rows: 3 }).element)));
}
