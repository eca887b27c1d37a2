/** A case study: read, choose and give reasons, commit; then see what may follow, and answer a second time. */

import { ask } from "../dialog.js";
import { element, rich, say, show } from "../element.js";
import { describe, isEmpty } from "../values.js";
import { words } from "../words.js";
import { buildSpread } from "./spread.js";
import { grid } from "./table.js";

/** @param {import("../form.js").FormContext} form */
export function buildCase(form) {
  const { layout } = form.definition;
  const first = buildFirst(form);
  const after = buildAfter(form);
  form.onUpdate(() => {
    const committed = form.answers.saved.values.committed === true;
    show(first, !committed);
    show(after, committed);
  });
  return element("div", { class: "mcf-case" }, rich("div", { class: "mcf-situation-text" }, layout.situation),
    first, after);
}

function buildFirst(form) {
  const { question, options, weigh, own } = form.definition.layout;
  const choice = form.field("choice", { label: question, brief: weigh?.length > 0 }); // weighing has told each by then
  const ownWay = own ? ownField(form, "own_way", "choice", own) : null;
  const weighing = weigh?.length > 0 && element("div", { class: "mcf-stage" }, element("h4", {}, words.caseWeigh),
    grid(form, { caption: words.caseWeigh, corner: words.caseOption, rows: options, columns: weigh,
      keyOf: (option, prompt) => `${option}.${prompt}` }));
  const reasons = form.field("reasons", { rows: 4 });
  return element("div", { class: "mcf-prompts" }, weighing, choice.element, ownWay?.element, reasons.element,
    commitPart(form, { choice, ownWay, reasons }));
}

/** The field for one's own way shows while that option is chosen, or holds words. */
function ownField(form, key, choiceKey, own) {
  const field = form.field(key, { rows: 3 });
  form.onUpdate(() => show(field.element, form.answers.value(choiceKey) === own
    || !isEmpty(form.answers.value(key))));
  return field;
}

function commitPart(form, fields) {
  const { answers } = form;
  const helpId = form.id("commit-help");
  const pending = element("p", { class: "mcf-help", role: "status" });
  const error = element("p", { class: "mcf-error", role: "alert", hidden: true });
  const button = element("button", { type: "button", class: "mcf-button mcf-main", "aria-describedby": helpId,
    on: { click: () => commit(form, fields, button) } }, words.commit);
  form.onUpdate(() => {
    say(pending, answers.value("committed") && !answers.saved.values.committed ? words.commitPending : "");
    say(error, answers.errors.get("committed") ?? "");
    show(error, answers.errors.has("committed"));
  });
  return element("div", { class: "mcf-commit", "data-field": "committed" }, button,
    element("p", { class: "mcf-help", id: helpId }, words.commitHelp), pending, error);
}

async function commit(form, fields, button) {
  const lacking = whatLacks(form, fields);
  if (lacking.length > 0) {
    for (const [field, message] of lacking) field.warn(message);
    lacking[0][0].focus();
    return;
  }
  const sure = await ask(form, button, { title: words.commitAsk, text: words.commitExplain, yes: words.commitYes,
    no: words.commitNo });
  if (!sure) return;
  await form.save();
  form.changed("committed", true);
  if (await form.save()) button.closest(".mcf-case").querySelector(".mcf-after")?.focus();
}

function whatLacks({ definition, answers }, { choice, ownWay, reasons }) {
  const { own } = definition.layout;
  const lacking = [];
  if (isEmpty(answers.value("choice"))) lacking.push([choice, words.needChoice]);
  if (own && answers.value("choice") === own && isEmpty(answers.value("own_way"))) {
    lacking.push([ownWay, words.needOwnWay]);
  }
  if (isEmpty(answers.value("reasons"))) lacking.push([reasons, words.needReasons]);
  return lacking;
}

function buildAfter(form) {
  const { debrief, own } = form.definition.layout;
  const second = element("div", { class: "mcf-prompts" }, form.field("second_choice", { brief: true }).element,
    own ? ownField(form, "second_own_way", "second_choice", own).element : null,
    form.field("second_reasons", { rows: 4 }).element);
  return element("div", { class: "mcf-after", tabindex: "-1", hidden: true },
    part(words.caseFirst, firstAnswer(form)), part(words.consequences, ...consequences(form)),
    part(words.debrief, rich("div", {}, debrief)), part(words.spread, buildSpread(form)),
    part(words.caseSecond, element("p", { class: "mcf-help" }, words.caseSecondHelp), second));
}

const part = (title, ...content) => element("div", { class: "mcf-part" }, element("h4", {}, title), ...content);

/** What was answered first, which stays as it was. */
function firstAnswer({ definition, answers, onUpdate }) {
  const own = ["choice", "own_way", "reasons"].filter((key) => key in definition.fields);
  const weighed = Object.keys(definition.fields).filter((key) => key.includes("."));
  const keys = [...own, ...weighed];
  const list = element("dl", { class: "mcf-answers mcf-first-answer" });
  onUpdate(() => {
    const { values } = answers.saved;
    list.replaceChildren(...keys.filter((key) => !isEmpty(values[key])).flatMap((key) => [
      element("dt", {}, labelOf(definition, key)),
      element("dd", {}, describe(definition.fields[key], values[key]))]));
  });
  return list;
}

/** An answer about one option names the option, whose prompt alone would be ambiguous. */
function labelOf({ fields, layout }, key) {
  const [optionKey, promptKey] = key.split(".");
  if (!promptKey) return fields[key].label;
  const option = layout.options.find((each) => each.key === optionKey);
  const prompt = layout.weigh.find((each) => each.key === promptKey);
  return option && prompt ? words.cell(option.label, prompt.label) : fields[key].label;
}

function consequences({ definition, answers, onUpdate }) {
  return definition.layout.options.map((option) => {
    const chosen = element("span", { class: "mcf-tag" }, words.youChose);
    onUpdate(() => show(chosen, answers.saved.values.choice === option.key));
    return element("div", { class: "mcf-consequence" }, element("h5", {}, option.label, " ", chosen),
      option.help && element("p", { class: "mcf-help" }, option.help),
      element("dl", {}, ["mentee", "mentor", "others"].filter((who) => option.consequences?.[who])
        .map((who) => element("div", {}, element("dt", {}, words[who]), rich("dd", {}, option.consequences[who])))));
  });
}
