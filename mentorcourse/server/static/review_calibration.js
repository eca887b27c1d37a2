/** Calibration: three example reflections, rated before one sees how we read them, and how far the team agrees. */

import { ask, make, plural, t } from "./site.js";

/** A part of the page that fetches itself when it is opened. @param {any} rubric */
export function calibrationPart(rubric) {
  const body = make("div");
  const part = make("details", { class: "mc-keys" }, make("summary", {}, t("Calibrate with your team")), body);
  const draw = (told) => body.replaceChildren(
    make("p", {}, t("Three answers that we wrote. Rate each as you would a participant’s; then you see how we read it, and where you differ. There is no right and wrong in it: differences are what to talk about.")),
    ...told.examples.map((example) => examplePart(example, rubric, draw)), ...agreementPart(told));
  part.addEventListener("toggle", async () => {
    if (!part.open) return;
    try { draw(await ask("review/examples")); } catch (error) { body.replaceChildren(make("p", { role: "alert" }, error.message)); }
  });
  return part;
}

function examplePart(example, rubric, draw) {
  const title = t("Example: {question}", { question: example.question });
  return make("section", { class: "mc-question", "aria-label": title }, make("h3", {}, example.question), make("p", { class: "mc-entry-text" }, example.text),
    example.own ? comparison(example, rubric) : ratingForm(example, rubric, draw));
}

function ratingForm(example, rubric, draw) {
  const told = make("p", { role: "status" });
  const group = (criterion) => make("fieldset", { class: "mc-criterion" }, make("legend", {}, criterion.label),
    ...rubric.levels.map((level) => make("label", { class: "mc-level" }, make("input", { type: "radio", name: `mc-example-${example.key}-${criterion.key}`, value: level.key }), make("span", {}, make("strong", {}, `${level.label}. `), criterion.levels[level.key]))));
  const send = async (event) => {
    event.preventDefault();
    const chosen = rubric.criteria.map((criterion) => [criterion.key, form.querySelector(`input[name="mc-example-${example.key}-${criterion.key}"]:checked`)?.value]);
    try {
      draw(await ask(`review/examples/${example.key}`, { method: "PUT", body: { levels: Object.fromEntries(chosen.filter(([, level]) => level)) } }));
    } catch (error) { told.textContent = error.message; }
  };
  const form = make("form", { class: "mc-own-review", onsubmit: send }, ...rubric.criteria.map(group), make("button", { type: "submit", class: "mc-quiet" }, t("Rate it, and see how we read it")), told);
  return form;
}

/** Where one's own reading and ours differ, in words beside the colors. */
function comparison(example, rubric) {
  const names = Object.fromEntries(rubric.levels.map((level) => [level.key, level.label]));
  const order = rubric.levels.map((level) => level.key);
  const line = (criterion) => {
    const [own, ours] = [example.own[criterion.key], example.reference[criterion.key]];
    const apart = Math.abs(order.indexOf(own) - order.indexOf(ours));
    const words = apart ? plural(apart, "{count} level apart", "{count} levels apart") : t("the same");
    return [make("dt", {}, criterion.label), make("dd", {}, t("You: {own}. We: {ours}; {words}. ", { own: names[own], ours: names[ours], words }), make("span", { class: "mc-faint" }, example.because[criterion.key]))];
  };
  return make("dl", { class: "mc-levels mc-own-review" }, ...rubric.criteria.flatMap(line));
}

function agreementPart({ team, read_twice: twice }) {
  if (!team) return [];
  const line = (title, agreement) => make("p", {}, make("strong", {}, `${title} `), agreementWords(agreement));
  return [make("h3", {}, t("How far your team agrees")), line(t("On the examples:"), team), line(t("On reflections that two of you have read:"), twice),
    make("p", { class: "mc-faint" }, t("Krippendorff’s alpha for ordered levels: 1 is full agreement, 0 is what chance would give. From 0.8 on, ratings can be relied on; below 0.67, talk about the examples first."))];
}

function agreementWords({ alpha, units, raters }) {
  if (units === 0) return t("at least two trainers need to have rated the same.");
  if (alpha === null) return t("all ratings are the same level so far, so there is nothing to compare.");
  return t("alpha {alpha}, from {units} ratings made by {raters} of you.", { alpha: alpha.toFixed(2), units, raters });
}
