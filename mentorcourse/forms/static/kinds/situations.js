/** Short situations: choose for each, read at once what speaks for and against, change your mind freely. */

import { element, mark, rich, say, show } from "../element.js";
import { words } from "../words.js";

/** @param {import("../form.js").FormContext} form */
export function buildSituations(form) {
  const { situations, reasons } = form.definition.layout;
  return element("ol", { class: "mcf-situations" },
    situations.map((situation, index) => buildSituation(form, situation, reasons, index + 1, situations.length)));
}

function buildSituation(form, situation, reasons, number, total) {
  const title = words.situation(number, total);
  const textId = form.id(`${situation.key}-text`);
  const field = form.field(situation.key, { label: title });
  const choices = field.element.querySelector("fieldset");
  choices.setAttribute("aria-describedby", `${textId} ${choices.getAttribute("aria-describedby")}`);
  const text = rich("div", { class: "mcf-situation-text", id: textId }, situation.text);
  choices.querySelector("legend").after(text);
  return element("li", { class: "mcf-situation" }, field.element, feedbackFor(form, situation, field.element),
    reasons && form.field(`${situation.key}.reasons`, { context: title }).element);
}

/** Spoken when the person chooses, silent when answers are fetched. */
function feedbackFor({ answers, onUpdate }, situation, choices) {
  const verdict = element("p", { class: "mcf-verdict" });
  const reply = element("div");
  const box = element("div", { class: "mcf-feedback" }, verdict, reply);
  const live = element("div", { role: "status", "aria-live": "off" }, box);
  let shown = "";
  choices.addEventListener("change", () => mark(live, "aria-live", "polite"), { capture: true });
  onUpdate(() => {
    const chosen = answers.value(situation.key);
    show(box, Boolean(chosen));
    if (!chosen || chosen === shown) return;
    shown = chosen;
    const fits = [situation.fits].flat().includes(chosen);
    say(verdict, fits ? words.fits : words.lookAgain);
    mark(box, "data-fits", fits ? "yes" : "no");
    reply.innerHTML = situation.feedback?.[chosen] ?? ""; // the course's own HTML
  });
  return live;
}
