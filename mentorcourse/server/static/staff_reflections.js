/** What a cohort asks for in reflections: days due, who checks a review; and how many there are, never whose. */

import { sayInSight } from "./asking.js";
import { addStyles, ask, language, make, spoken, t } from "./site.js";

const checks = () => ({ nobody: t("Nobody: a trainer releases their review when it is ready"), "second reader": t("A second reader, who rates without seeing the first rating"), lead: t("The lead trainer, who approves it or returns it with a note") });

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  addStyles("reflections");
  const news = make("div", { role: "status", class: "mc-news" });
  const body = make("div", {}, make("p", { class: "mc-faint" }, t("Fetching what your cohort asks for…")));
  el.append(body, news);
  const attempt = async (path, how, message) => {
    try {
      const told = await ask(`staff/reflections${path}`, how);
      draw(told);
      sayInSight(news, message);
    } catch (error) {
      sayInSight(news, error.message, true);
    }
  };
  const draw = (told) => {
    const focused = body.contains(document.activeElement) ? document.activeElement.id : "";
    body.replaceChildren(dayTable(told.sections, attempt), checkForm(told, attempt));
    if (focused) document.getElementById(focused)?.focus();
  };
  await attempt("", {}, "");
}

function dayTable(sections, attempt) {
  const head = [t("Section"), t("Due"), t("Submitted"), t("Late"), t("Waiting"), t("Feedback released")].map((words) => make("th", { scope: "col" }, words));
  const numbers = (one) => [[t("Submitted"), one.submitted], [t("Late"), one.late], [t("Waiting"), one.waiting], [t("Feedback released"), one.released]];
  return make("table", { class: "mc-roster mc-due-days" }, make("caption", {}, t("Reflections by section; of each person the newest version counts")), make("thead", {}, make("tr", {}, ...head)),
    make("tbody", {}, ...sections.map((one) => make("tr", {}, make("th", { scope: "row" }, one.title), make("td", { "data-label": t("Due") }, dayForm(one, attempt)),
      ...numbers(one).map(([label, count]) => make("td", { "data-label": label }, String(count)))))));
}

function dayForm(one, attempt) {
  const field = make("input", { type: "date", id: `mc-due-${one.section}`, value: one.due ?? "", "aria-label": t("Due day of {title}", { title: one.title }) });
  const keep = (event) => {
    event.preventDefault();
    const words = field.value ? t("“{title}”: the day is set.", { title: one.title }) : t("“{title}”: no day is set now.", { title: one.title });
    return attempt(`/${one.section}`, { method: "PUT", body: { due: field.value || null } }, words);
  };
  const usual = make("button", { type: "button", class: "mc-quiet", "aria-label": t("Use the usual day: {title}", { title: one.title }),
    onclick: () => attempt(`/${one.section}`, { method: "DELETE" }, t("“{title}”: the usual day holds.", { title: one.title })) }, t("Usual day"));
  return make("form", { class: "mc-due", onsubmit: keep }, field, make("button", { type: "submit", class: "mc-quiet", "aria-label": t("Set the day: {title}", { title: one.title }) }, t("Set")), one.moved ? usual : "");
}

function checkForm({ checked_by: by, lead, trainers }, attempt) {
  const radio = ([value, words]) => {
    const input = make("input", { type: "radio", name: "mc-checked-by", id: `mc-checked-by-${value.replace(" ", "-")}`, value });
    input.checked = value === by;
    input.disabled = value === "lead" && !trainers.length;
    return make("p", {}, input, " ", make("label", { for: input.id }, words));
  };
  const select = make("select", { id: "mc-lead" }, ...trainers.map((one) => make("option", { value: one.trainer, selected: one.trainer === lead }, one.name)));
  const isLead = () => new FormData(form).get("mc-checked-by") === "lead"; // only then is there a lead trainer to choose
  const keep = (event) => {
    event.preventDefault();
    return attempt("", { method: "PUT", body: { checked_by: new FormData(form).get("mc-checked-by"), lead: isLead() ? select.value || null : null } }, t("It is kept, and counts from the next release on."));
  };
  const form = make("form", { class: "mc-checked-by", onsubmit: keep, onchange: () => { select.disabled = !isLead(); } },
    make("fieldset", {}, make("legend", {}, t("Who checks a review before it is released")), ...Object.entries(checks()).map(radio),
      trainers.length ? make("p", {}, make("label", { for: select.id }, t("The lead trainer")), " ", select)
        : make("p", { class: "mc-faint" }, t("Your cohort has no trainer yet. Add one above, so that somebody can read what is submitted."))),
    make("button", { type: "submit", class: "mc-main-button" }, t("Keep this")));
  select.disabled = !isLead();
  return form;
}
