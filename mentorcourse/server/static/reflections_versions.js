/** The submitted versions of a reflection: text, state, who opened it, feedback, replies. */

import { address, ask, language, make, t } from "./site.js";
import { confirmation } from "./asking.js";
import { stateWords } from "./reflections_list.js";

const moment = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
const when = (at) => moment.format(new Date(at));

/** @param {any} state @param {(message: string) => void} changed */
export function versionsPart(state, changed) {
  const { versions } = state.reflection;
  if (!versions.length) return "";
  return make("section", { "aria-labelledby": "mc-versions-title" },
    make(`h${state.level}`, { id: "mc-versions-title" }, t("What you have submitted")), ...versions.map((version) => versionPart(state, version, changed)));
}

function versionPart(state, version, changed) {
  const title = t("Version {number}", { number: version.number });
  const replace = (fresh) => { state.reflection.versions = state.reflection.versions.map((one) => (one.id === fresh.id ? fresh : one)); };
  const act = async (what, body, message) => { replace(await ask(`reflections/versions/${version.id}/${what}`, { method: "POST", body })); changed(message); };
  return make("article", { class: "mc-version", "aria-label": title },
    make(`h${state.level + 1}`, {}, title), make("p", {}, t("Submitted {at}. ", { at: when(version.submitted_at) }), version.late ? `${t("After the day it was due.")} ` : "", make("strong", {}, `${stateWords(version.state)}.`)),
    ...version.opened.map((one) => make("p", { class: "mc-faint" }, t("{name} opened it on {at}.", { name: one.name, at: when(one.at) }))),
    textPart(version),
    ...version.feedback.map((said) => feedbackPart(said, version, state.reflection.rubric, state.level + 2)), version.page ? pageLinks(version) : "",
    version.state === "released" ? repliesPart(version, act) : "",
    version.state === "submitted" ? withdrawButton(act) : "");
}

function withdrawButton(act) {
  const failed = make("p", { role: "status" });
  const button = make("button", { type: "button", class: "mc-quiet" }, t("Withdraw it…"));
  button.addEventListener("click", async () => {
    const question = { title: t("Withdraw this version?"), yes: t("Withdraw it"), no: t("Leave it there"), body: [make("p", {}, t("No trainer has opened it. It stays among your own versions, and your draft stays as it is."))] };
    if (!(await confirmation(button, question))) return;
    try { await act("withdraw", {}, t("Withdrawn. No trainer can read it.")); } catch (error) { failed.replaceChildren(error.message); }
  });
  return make("div", {}, button, failed);
}

function textPart(version) {
  return make("details", {}, make("summary", {}, t("Your words")), ...version.questions.flatMap((question) => [
    make("p", { class: "mc-faint" }, question.label), make("p", { class: "mc-entry-text" }, version.answers[question.key] || t("(nothing written)"))]));
}

/** The same as nbgrader has set it, on a page without anything around it. */
function pageLinks(version) {
  const href = address(`course/api/reflections/versions/${version.id}/feedback`);
  return make("p", {}, make("a", { href }, t("This feedback as a page to print")), " · ", make("a", { href: `${href}?download`, download: "" }, t("Download it")));
}

/** What a trainer released. Every word is inserted as text. */
export function feedbackPart(said, version, rubric, level = 4) {
  const labels = Object.fromEntries(rubric.criteria.map((one) => [one.key, one]));
  const levels = Object.fromEntries(rubric.levels.map((level) => [level.key, level.label]));
  const rated = (question) => Object.entries(said.levels[question.key] ?? {}).filter(([key]) => labels[key]);
  const about = version.questions.filter((question) => said.comments[question.key] || rated(question).length);
  return make("section", { class: "mc-feedback", "aria-label": t("Feedback from {name}", { name: said.name }) },
    make(`h${level}`, {}, t("Feedback from {name}, {at}", { name: said.name, at: when(said.released_at) })),
    said.overall ? make("p", { class: "mc-entry-text" }, said.overall) : "",
    ...about.map((question) => make("div", { class: "mc-on-question" }, make("p", { class: "mc-faint" }, question.label),
      said.comments[question.key] ? make("p", { class: "mc-entry-text" }, said.comments[question.key]) : "",
      rated(question).length ? make("ul", { class: "mc-rated" }, ...rated(question).map(([key, level]) => make("li", {}, make("strong", {}, `${labels[key].label}: ${levels[level] ?? level}. `), labels[key].levels[level] ?? ""))) : "")));
}

function repliesPart(version, act) {
  const field = make("textarea", { id: `mc-reply-${version.id}`, rows: "3", maxlength: "2000" });
  const failed = make("p", { role: "status" });
  const send = async (event) => {
    event.preventDefault();
    try { await act("reply", { text: field.value }, t("Your answer is with your trainers.")); } catch (error) { failed.replaceChildren(error.message); }
  };
  return make("section", { class: "mc-replies", "aria-label": t("Answers") },
    ...version.replies.map((one) => make("div", { class: "mc-reply" }, make("p", { class: "mc-faint" }, `${one.mine ? t("You") : one.name}, ${when(one.at)}`), make("p", { class: "mc-entry-text" }, one.text))),
    make("form", { class: "mc-answer", onsubmit: send }, make("label", { for: field.id }, t("Answer, if you wish")), field, make("button", { type: "submit", class: "mc-quiet" }, t("Send the answer")), failed),
    make("p", { class: "mc-faint" }, t("You may also revise your draft below and submit it again. Every version is kept.")));
}
