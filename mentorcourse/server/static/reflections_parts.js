/** The parts around a draft: when it is due, how it is read, who reads it, and one's journal to copy from. */

import { ask, language, make, t } from "./site.js";

const day = new Intl.DateTimeFormat(language, { dateStyle: "full" });

/** @param {any} reflection */
export function dueLine({ due, late }) {
  if (!due) return t("It has no due date.");
  const words = { day: day.format(new Date(`${due}T12:00:00`)) };
  return late ? t("It was due on {day}. You can still submit it; it is marked as late, and read all the same.", words) : t("It is due on {day}.", words);
}

/** @param {any} rubric @param {number} level of its headings */
export function rubricPart(rubric, level) {
  const names = Object.fromEntries(rubric.levels.map((level) => [level.key, level.label]));
  const criterion = (one) => [make(`h${level}`, {}, one.label), make("p", {}, one.help),
    make("dl", { class: "mc-levels" }, ...Object.entries(one.levels).flatMap(([key, words]) => [make("dt", {}, names[key]), make("dd", {}, words)]))];
  return make("details", { class: "mc-rubric" }, make("summary", {}, t("How it is read")),
    make("p", {}, t("Your trainers look for three things, each on four levels. They show where a text stands, and are no grade.")), ...rubric.criteria.flatMap(criterion));
}

const CHECKED = {
  "second reader": () => t("Before feedback comes back to you, a second one of them reads it with your reflection."),
  lead: () => t("Before feedback comes back to you, the lead trainer reads it with your reflection."),
};

/** @param {any} state @param {() => void} redraw */
export function readersPart(state, redraw) {
  const { reflection } = state;
  const news = make("p", { role: "status", class: "mc-faint" });
  const row = (reader) => {
    const box = make("input", { type: "checkbox", id: `mc-reader-${reader.trainer}` });
    box.checked = !reader.excluded;
    const change = async () => {
      try {
        const body = { excluded: !box.checked };
        const { readers, checked_by } = await ask(`reflections/readers/${reader.trainer}`, { method: "PUT", body });
        Object.assign(reflection, { readers, checked_by });
        redraw();
        document.getElementById(box.id)?.focus();
      } catch (error) {
        box.checked = !box.checked;
        news.textContent = error.message;
      }
    };
    box.addEventListener("change", () => { state.pending = change(); }); // submitting waits for it
    const away = !reader.excluded && !reader.reads;
    return make("li", {}, box, make("label", { for: box.id }, t("{name} may read my reflections", { name: reader.name })),
      away ? make("span", { class: "mc-faint" }, ` ${t("(but does not: they have stepped back for reasons of their own)")}`) : "");
  };
  const none = make("p", {}, t("Your cohort has no trainers yet. Your draft waits here until there is one."));
  return make("section", { "aria-labelledby": "mc-readers-title" }, make(`h${state.level}`, { id: "mc-readers-title" }, t("Who will read it")),
    !reflection.readers.length ? "" : make("p", {}, t("Once you submit it, these trainers can read this reflection, and no one else in the course. If you would rather not have one of them read yours, for any reason, uncheck their name; they are not told. It holds for all your reflections.")),
    CHECKED[reflection.checked_by] ? make("p", {}, CHECKED[reflection.checked_by]()) : "",
    reflection.readers.length ? make("ul", { class: "mc-readers" }, ...reflection.readers.map(row)) : none, news);
}

/** Nothing of the journal is sent unless it is copied into the draft here. @param {any} state @param {string} stem */
export function journalPart(state, stem) {
  const body = make("div");
  const part = make("details", { class: "mc-from-journal" }, make("summary", {}, t("Copy something from your journal")), body);
  part.addEventListener("toggle", async () => {
    if (!part.open) return;
    try {
      const { sections } = await ask("journal");
      const entries = (sections.find((one) => one.number === state.reflection.number)?.entries ?? []).filter((entry) => entry.text);
      body.replaceChildren(...(entries.length ? entryRows(state, entries) : [make("p", {}, t("There is nothing in your journal for this section yet."))]));
    } catch (error) {
      body.replaceChildren(make("p", { role: "alert" }, error.message));
    }
  });
  return part;
}

function entryRows(state, entries) {
  const fields = Object.entries(state.reflection.definition.fields);
  const told = make("p", { role: "status", class: "mc-faint" });
  const rows = entries.map((entry, number) => {
    const select = make("select", { id: `mc-journal-to-${number}` }, ...fields.map(([key], index) => make("option", { value: key }, t("Question {number}", { number: index + 1 }))));
    const copy = make("button", { type: "button", class: "mc-quiet", onclick: () => {
      const before = state.values[select.value] ?? "";
      state.controller.setValue({ [select.value]: before ? `${before}\n\n${entry.text}` : entry.text });
      told.textContent = t("Copied. Your journal keeps its own entry.");
    } }, t("Copy"));
    return make("li", {}, make("p", { class: "mc-faint" }, entry.prompt), make("p", { class: "mc-entry-text" }, entry.text),
      make("p", {}, make("label", { for: select.id }, t("Copy this entry into")), " ", select, " ", copy));
  });
  return [make("ul", { class: "mc-journal-entries" }, ...rows), told];
}
