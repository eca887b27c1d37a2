/** A bank of questions: star those you like, find them again, add your own, print them as a card. */

import { element, icon, mark, say, show } from "../element.js";
import { cardTools } from "../paper.js";
import { words } from "../words.js";

/** @param {import("../form.js").FormContext} form */
export function buildQuestions(form) {
  const { groups } = form.definition.layout;
  const wanted = { text: "", starred: false };
  const built = groups.map((group) => buildGroup(form, group));
  const rows = built.flatMap((group) => group.rows);
  const count = element("p", { class: "mcf-count-line", role: "status", "aria-live": "off" });
  const filter = () => {
    for (const group of built) group.filter(wanted);
    say(count, words.showing(rows.filter((row) => !row.element.hidden).length, rows.length));
  };
  const tools = filterTools(form, wanted, () => {
    mark(count, "aria-live", "polite");
    filter();
  });
  form.onUpdate(filter);
  return element("div", { class: "mcf-bank" }, tools, count, built.map((group) => group.element), cardTools(form));
}

function filterTools(form, wanted, apply) {
  const searchId = form.id("find");
  const starredId = form.id("only-starred");
  const search = element("input", { type: "search", id: searchId, class: "mcf-search", autocomplete: "off",
    on: { input: () => { wanted.text = search.value; apply(); } } });
  const starred = element("input", { type: "checkbox", id: starredId, class: "mcf-input",
    on: { change: () => { wanted.starred = starred.checked; apply(); } } });
  return element("div", { class: "mcf-row mcf-filter", role: "search", "aria-label": words.filter },
    element("div", { class: "mcf-find" }, element("label", { for: searchId, class: "mcf-label" }, words.filter), search),
    element("div", { class: "mcf-option" }, starred, element("label", { for: starredId }, words.onlyStarred)));
}

function buildGroup(form, group) {
  const titleId = form.id(`group-${group.key}`);
  const rows = group.questions.map((question) => buildQuestion(form, question));
  const none = element("p", { class: "mcf-help mcf-no-match", hidden: true }, words.noMatch);
  const own = form.field(`own.${group.key}`);
  own.element.classList.add("mcf-own");
  const box = element("div", { class: "mcf-group", role: "group", "aria-labelledby": titleId },
    element("h4", { id: titleId }, group.title), group.help && element("p", { class: "mcf-help" }, group.help),
    element("ul", { class: "mcf-questions" }, rows.map((row) => row.element)), none, own.element);
  const filter = (wanted) => {
    for (const row of rows) show(row.element, row.matches(wanted));
    show(none, rows.length > 0 && rows.every((row) => row.element.hidden));
  };
  return { element: box, rows, filter };
}

function buildQuestion({ answers, changed, onUpdate, id }, { key, label }) {
  const error = element("p", { class: "mcf-error", id: `${id(key)}-error`, hidden: true });
  const starred = () => Boolean(answers.value(key));
  const star = element("button", { type: "button", class: "mcf-star", "aria-pressed": "false", id: id(key),
    "aria-label": words.star(label), "aria-describedby": `${id(key)}-error`,
    on: { click: () => changed(key, !starred()) } }, icon("star"));
  const row = element("li", { class: "mcf-question", "data-field": key }, star,
    element("div", {}, element("span", {}, label), error));
  onUpdate(() => {
    mark(star, "aria-pressed", String(starred()));
    row.classList.toggle("mcf-starred", starred());
    say(error, answers.errors.get(key) ?? "");
    show(error, answers.errors.has(key));
  });
  const matches = (wanted) => (!wanted.starred || starred())
    && label.toLocaleLowerCase().includes(wanted.text.trim().toLocaleLowerCase());
  return { element: row, starred, matches };
}
