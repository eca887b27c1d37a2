/** Earlier versions of an activity's answers: a dialog that lists them, shows one, and brings it back as a new save. */

import { NoConnection, getHistory } from "./api.js";
import { button, makeDialog } from "./dialog.js";
import { element, say } from "./element.js";
import { when } from "./state.js";
import { describe, emptyOf, isEmpty } from "./values.js";
import { words } from "./words.js";

/** @typedef {{revision: number, saved_at: string, values: Record<string, any>}} Revision */

/** Saves follow each other within a minute, so their seconds are told. */
const moment = ({ saved_at: savedAt }, { language }) => when(savedAt, language, { second: "2-digit" });

/** @param {import("./form.js").FormContext} form @param {HTMLElement} opener */
export async function openHistory(form, opener) {
  const { dialog, body, tools, close } = makeDialog(form, words.historyOf(form.definition.title), opener);
  const status = element("p", { role: "status" });
  body.append(element("p", { class: "mcf-help" }, words.historyHelp), status);
  tools.append(button(words.close, close));
  dialog.showModal();
  say(status, words.historyLoading);
  const revisions = await fetchRevisions(form);
  if (!revisions || revisions.length === 0) {
    say(status, revisions ? words.historyNone : words.historyFailed);
    return;
  }
  say(status, "");
  const shown = element("div", { class: "mcf-version-shown", tabindex: "-1" });
  const list = element("ol", { class: "mcf-revisions" }, revisions.map((revision) => line(form, revision, () => {
    showVersion(form, revisions, revision, shown, (text) => { say(status, text); });
  })));
  body.append(element("div", { class: "mcf-history-columns" }, list, shown));
}

async function fetchRevisions({ answers, save }) {
  await save();
  try {
    const answer = await getHistory(answers.activity);
    return answer.status === 200 ? answer.body.revisions : null;
  } catch (error) {
    if (error instanceof NoConnection) return null;
    throw error;
  }
}

function line({ definition }, revision, look) {
  const at = moment(revision, definition);
  const lookButton = button(words.look, look);
  lookButton.setAttribute("aria-label", words.lookAt(at));
  return element("li", {}, element("span", {}, element("strong", {}, at), " ",
    element("span", { class: "mcf-soft" }, words.changed(Object.keys(revision.values).length))), lookButton);
}

/** The whole state at one revision: every change up to it. @param {Revision[]} revisions newest first */
function valuesAt(revisions, { revision }) {
  const values = {};
  for (const step of [...revisions].reverse()) {
    if (step.revision <= revision) Object.assign(values, step.values);
  }
  return values;
}

function showVersion(form, revisions, revision, place, tell) {
  const { definition } = form;
  const at = moment(revision, definition);
  const values = valuesAt(revisions, revision);
  const answered = Object.keys(definition.fields).filter((key) => !isEmpty(values[key]));
  const restore = button(words.restore, () => {
    bringBack(form, values);
    tell(words.restoredVersion(at));
  }, "mcf-main");
  place.replaceChildren(element("h5", {}, words.versionOf(at)),
    answered.length === 0 ? element("p", {}, words.emptyVersion)
      : element("dl", { class: "mcf-answers" }, answered.flatMap((key) => [
        element("dt", {}, definition.fields[key].label),
        element("dd", {}, describe(definition.fields[key], values[key]))])),
    restore);
  place.focus();
}

/** The fields of a case study's second answer; an option's key may well begin with the same word. */
const SECOND = new Set(["second_choice", "second_own_way", "second_reasons"]);

/** Makes the answers as they were; a commitment and what it froze stay. */
function bringBack(form, values) {
  for (const [key, field] of Object.entries(form.definition.fields)) {
    if (!mayChange(form, key)) continue;
    form.changed(key, values[key] ?? emptyOf(field));
  }
  form.save();
}

function mayChange({ definition, answers }, key) {
  if (definition.kind !== "case") return true;
  if (key === "committed") return false;
  return Boolean(answers.saved.values.committed) === SECOND.has(key);
}
