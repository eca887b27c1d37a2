/** The queue: what waits, from whom and since when, with filters and the switch that hides names. */

import { ask, language, make, plural, t } from "./site.js";

const day = new Intl.DateTimeFormat(language, { dateStyle: "medium" });

const stateWords = () => ({
  new: t("New"), revised: t("Revised"), "in review": t("In review"), "second reading": t("Waits for a second reader"), "lead check": t("Waits for the lead trainer"),
  returned: t("Returned to you"), checked: t("Checked, for you to release"), answered: t("Answered by its writer"), released: t("Released"),
});

/** Those that wait longest come first. @param {any[]} rows */
export const ordered = (rows) => [...rows].sort((one, other) => one.submitted_at.localeCompare(other.submitted_at));

/** Whether it waits for this trainer. @param {any} row */
export const isWaiting = (row) => row.state !== "released" && !row.elsewhere;

/** The rows that the filters leave. @param {any} page */
export function shown({ queue, filters }) {
  const fits = (row) => (!filters.section || row.section === filters.section)
    && (filters.state === "all" || (filters.state === "waiting" ? isWaiting(row) : row.state === filters.state));
  return ordered(queue.rows).filter(fits);
}

/** Redraws without taking the focus away, or folding up what was unfolded. @param {any} page */
export function drawQueue(page) {
  const focused = page.list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const unfolded = [...page.list.querySelectorAll("details[open] > summary")].map((one) => one.dataset.key);
  const rows = shown(page);
  page.list.replaceChildren(
    make("h2", { id: "mc-queue-title", tabindex: "-1" }, t("Waiting")), overview(page), filterPart(page),
    make("p", { role: "status", class: "mc-faint" }, plural(rows.length, "{count} reflection", "{count} reflections")),
    make("ul", { class: "mc-queue-rows", "aria-labelledby": "mc-queue-title" }, ...rows.map((row) => rowItem(page, row))),
    recusalPart(page));
  for (const key of unfolded) page.list.querySelector(`[data-key="${key}"]`)?.parentElement.setAttribute("open", "");
  if (focused) page.list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function overview({ queue }) {
  if (!queue.waiting.length) return "";
  const titles = Object.fromEntries(queue.sections.map((one) => [one.section, one.number]));
  const line = (one) => t("Section {number}: {waiting}, the oldest for {days}", { number: titles[one.section], waiting: one.waiting, days: plural(one.days, "{count} day", "{count} days") });
  return make("details", {}, make("summary", { "data-key": "overview" }, t("How long they have waited")), make("ul", {}, ...queue.waiting.map((one) => make("li", {}, line(one)))));
}

function filterPart(page) {
  const { queue, filters } = page;
  const select = (id, label, options, chosen, change) => {
    const field = make("select", { id, "data-key": id, onchange: () => page.filter({ [change]: field.value }) }, ...options.map(([value, words]) => make("option", { value, selected: value === chosen }, words)));
    return make("p", {}, make("label", { for: id }, label), " ", field);
  };
  const blind = make("input", { type: "checkbox", id: "mc-blind", "data-key": "blind", onchange: () => page.filter({ blind: blind.checked }).catch((error) => page.say(error.message, true)) });
  blind.checked = filters.blind;
  return make("div", { class: "mc-filters", role: "group", "aria-label": t("Filter the list") },
    select("mc-filter-section", t("Section"), [["", t("All sections")], ...queue.sections.map((one) => [one.section, `${one.number}. ${one.title}`])], filters.section, "section"),
    select("mc-filter-state", t("State"), [["waiting", t("All that wait")], ...Object.entries(stateWords()), ["all", t("All")]], filters.state, "state"),
    make("p", {}, blind, " ", make("label", { for: blind.id }, t("Hide names"))));
}

function rowItem(page, row) {
  const number = page.queue.sections.find((one) => one.section === row.section)?.number ?? "";
  const facts = [stateWords()[row.state], day.format(new Date(row.submitted_at)), row.late && t("late"), row.drafted && t("you have a draft"), row.state === "in review" && !row.holder ? t("with nobody") : holderWords(row.holder)].filter(Boolean);
  const current = page.desk?.id === row.id;
  return make("li", {}, make("button", { type: "button", class: "mc-queue-row", "data-key": row.id, "aria-current": current ? "true" : false, onclick: () => page.open(row.id) },
    make("strong", {}, row.name), make("span", {}, t("Section {section}, version {version}", { section: number, version: row.number })), make("span", { class: "mc-faint" }, facts.join(" · "))));
}

/** @param {any} holder */
export function holderWords(holder) {
  if (!holder) return "";
  if (holder.mine) return t("with you");
  return holder.present ? t("{name} is reading it now", { name: holder.name }) : t("with {name}", { name: holder.name });
}

function recusalPart(page) {
  const { recusals } = page.queue;
  if (!recusals.length) return "";
  const back = async (one) => {
    try {
      await ask(`review/recusals/${one.person}`, { method: "DELETE" });
      await page.refresh();
    } catch (error) { page.say(error.message, true); }
  };
  return make("details", {}, make("summary", { "data-key": "recusals" }, t("People whom you do not review")),
    make("ul", {}, ...recusals.map((one) => make("li", {}, `${one.name} `, make("button", { type: "button", class: "mc-quiet", onclick: () => back(one) }, t("Review {name} again", { name: one.name }))))));
}
