/** Pairs, for facilitators: the rota, who is here today, who is kept apart; every change can be undone. */

import { follow } from "./follow.js";
import { confirmation, sayInSight } from "./asking.js";
import { addStyles, ask, language, make, plural, spoken, t } from "./site.js";

const list = new Intl.ListFormat(language, { type: "conjunction" });
const names = (people) => list.format(people.map((one) => one.name));

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  addStyles("pairs");
  const news = make("div", { role: "status", class: "mc-news" });
  const body = make("div", {}, make("p", { class: "mc-faint" }, t("Fetching your pairs…")));
  let told;
  // What this page remembers of itself: the session whose people are shown, and whether all of them are.
  const chosen = { day: "", first: "", unfolded: false, rota: false };
  el.append(body, news);
  const draw = () => {
    const focused = body.contains(document.activeElement) ? document.activeElement.id : "";
    body.replaceChildren(...parts(told, attempt, chosen));
    if (focused) document.getElementById(focused)?.focus();
  };
  const attempt = async (path, how, words) => {
    try {
      told = await ask(`staff/pairs${path}`, how);
      draw();
      sayInSight(news, typeof words === "function" ? words(told) : words);
    } catch (error) {
      sayInSight(news, error.message, true);
    }
  };
  /** What is new is drawn, but not under the hands of somebody who is choosing. */
  const lookAgain = async () => {
    const fresh = await ask("staff/pairs").catch(() => told);
    if (JSON.stringify(fresh) === JSON.stringify(told)) return;
    told = fresh;
    if (!body.querySelector("select:focus")) draw();
  };
  await attempt("", {}, "");
  addEventListener("mentorcourse:door", () => attempt("", {}, "")); // somebody may have been let in
  for (const part of ["present", "session"]) follow(part, (_, first) => { if (!first) lookAgain(); }); // somebody may have come
}

/** While a session runs, the day comes first: who is here; the pairs of the whole course are folded up below. */
function parts(told, attempt, chosen) {
  const made = told.sections.some((one) => one.groups.length);
  const isDay = told.runs && made;
  const many = told.people.length > 1;
  const whole = [many ? rotaForm(told, attempt, chosen) : "", ...(made ? [isDay ? folded(rota(told.sections), chosen) : rota(told.sections), printButton()] : [])];
  return [
    told.note ? make("p", { class: "mc-notice" }, told.note) : "",
    told.stale ? make("p", { class: "mc-alert" }, told.stale) : "",
    ...(isDay ? [] : whole),
    made ? dayPart(told, attempt, chosen) : "",
    told.undo ? undoButton(told, attempt) : "",
    many ? apartPart(told, attempt) : "",
    ...(isDay ? [make("h3", {}, t("The pairs of the whole course")), ...whole] : []),
  ].filter(Boolean);
}

const folded = (part, chosen) => make("details", { open: chosen.rota, ontoggle: (event) => { chosen.rota = event.target.open; } }, make("summary", {}, t("Show them")), part);

const printButton = () => make("p", { class: "mc-pairs-tools" }, make("button", { type: "button", class: "mc-quiet", onclick: printRota }, t("Print the pairs")));

/** Only the pairs go on paper. */
function printRota() {
  document.querySelector(".mc-pairs-rota").closest("details")?.setAttribute("open", "");
  document.body.classList.add("mc-print-pairs");
  addEventListener("afterprint", () => document.body.classList.remove("mc-print-pairs"), { once: true });
  print();
}

function rotaForm(told, attempt, chosen) {
  const select = make("select", { id: "mc-pairs-first", onchange: () => { chosen.first = select.value; } },
    ...told.sections.map((one) => make("option", { value: one.section, selected: one.section === (chosen.first || told.first) }, one.title)));
  const work = (event) => {
    event.preventDefault();
    return attempt("/rota", { method: "POST", body: { first: select.value } }, repeats);
  };
  return make("form", { class: "mc-pairs-form", onsubmit: work }, make("label", { for: select.id }, t("Make the pairs from this section on")), select,
    make("button", { type: "submit", class: "mc-main-button" }, t("Make the pairs")),
    make("p", { class: "mc-faint" }, t("What comes before stays as it is, and counts: people who have met are kept for the end.")));
}

/** What one may say of a new rota. */
function repeats(told) {
  const again = told.sections.find((one) => one.groups.some((group) => group.again));
  return again ? t("The pairs are made. Before {title} nobody meets the same person twice; from there on it cannot be helped for everybody.", { title: again.title })
    : t("The pairs are made. Nobody meets the same person twice.");
}

/** A day's change is taken back at once; before all pairs are, it is asked. */
function undoButton({ undo, undo_all: isAll }, attempt) {
  const act = async ({ currentTarget }) => {
    const question = { title: t("Take the pairs back?"), yes: t("Take them back"), no: t("Leave them"), body: [make("p", {}, t("This undoes the last time that pairs were made: {change}.", { change: undo }))] };
    if (!isAll || await confirmation(currentTarget, question)) await attempt("/undo", { method: "POST", body: {} }, t("It is as it was before."));
  };
  return make("p", {}, make("button", { type: "button", class: "mc-quiet", id: "mc-pairs-undo", onclick: act }, t("Undo: {change}", { change: undo })));
}

/** A list, not a table: a cohort of sixty has thirty pairs in each section. */
function rota(sections) {
  const away = (one) => (one.away.length ? make("p", { class: "mc-faint" }, t("Not here: {names}", { names: names(one.away) })) : "");
  const part = (one) => make("li", { class: one.held ? "mc-faint" : "" }, make("strong", {}, one.title), away(one),
    make("ol", { class: "mc-pairs-groups" }, ...one.groups.map((group) => make("li", {}, ...groupWords(group)))));
  return make("section", { class: "mc-pairs-rota", "aria-label": t("Pairs by section") }, make("h3", {}, t("Who works with whom")),
    make("p", {}, t("Whoever is named first begins; the third of three watches first.")),
    make("ul", {}, ...sections.filter((one) => one.groups.length).map(part)));
}

function groupWords(group) {
  const alone = group.people.length < 2 ? make("strong", { class: "mc-pairs-mark" }, t("alone")) : "";
  const again = group.again ? make("span", { class: "mc-faint mc-pairs-mark" }, t("not for the first time")) : "";
  return [names(group.people), " ", alone || again].filter(Boolean);
}

/** The buttons of a session that is no longer chosen do nothing until the chosen one's are there. @param {Element | null} part */
const rest = (part) => part?.querySelectorAll("button").forEach((button) => { button.disabled = true; });

/** The day: somebody comes late, or not at all. */
function dayPart(told, attempt, chosen) {
  const with_ = told.sections.filter((one) => one.groups.length);
  const now = with_.find((one) => one.section === chosen.day) ?? with_.find((one) => one.section === told.next) ?? with_[0];
  const select = make("select", { id: "mc-pairs-day", onchange: () => { chosen.day = select.value; rest(select.closest("section")); attempt("", {}, ""); } },
    ...with_.map((one) => make("option", { value: one.section, selected: one === now }, one.title)));
  const act = (person, here, words) => attempt(`/${now.section}/people/${person.person}`, { method: "PUT", body: { here } }, words);
  const button = (person, here) => make("button", { type: "button", class: "mc-quiet", id: `mc-here-${person.person}`, "aria-label": here ? t("Is here: {name}", { name: person.name }) : t("Not here: {name}", { name: person.name }),
    onclick: () => act(person, here, here ? t("{name} is in a group now.", { name: person.name }) : t("{name} is not here. Only whoever was left alone has somebody new.", { name: person.name })) }, here ? t("Is here") : t("Not here"));
  const row = (person, here) => make("li", {}, make("span", {}, person.name), button(person, here));
  const missing = [...now.new, ...now.away];
  const groups = [make("h4", {}, t("Who works with whom")), make("ol", { class: "mc-pairs-groups" }, ...now.groups.map((group) => make("li", {}, ...groupWords(group))))];
  return make("section", {}, make("h3", {}, t("Who is here today")), make("p", {}, make("label", { for: select.id }, t("Session")), " ", select),
    make("p", {}, t("All other pairs stay as they are; everybody sees their partner at once.")),
    missing.length ? make("ul", { class: "mc-section-states mc-pairs-here" }, ...missing.map((one) => row(one, true))) : "",
    make("details", { open: chosen.unfolded, ontoggle: (event) => { chosen.unfolded = event.target.open; } }, make("summary", {}, t("Somebody has not come")), make("ul", { class: "mc-section-states mc-pairs-here" }, ...now.groups.flatMap((group) => group.people).sort((one, other) => one.name.localeCompare(other.name)).map((one) => row(one, false)))), ...(told.runs ? groups : []));
}

function apartPart(told, attempt) {
  const field = (id, label) => make("p", {}, make("label", { for: id }, label), make("select", { id, required: true }, make("option", { value: "" }, t("Choose a person")), ...told.people.map((one) => make("option", { value: one.person }, one.name))));
  const value = (id) => /** @type {HTMLSelectElement} */ (document.getElementById(id)).value;
  const keep = (event) => {
    event.preventDefault();
    return attempt("/exclusions", { method: "POST", body: { one: value("mc-apart-one"), other: value("mc-apart-other") } }, ({ parted }) =>
      (parted.length ? plural(parted.length, "They are kept apart, and the pairs of section {numbers} have changed. To meet fewer people twice, make the pairs anew.", "They are kept apart, and the pairs of sections {numbers} have changed. To meet fewer people twice, make the pairs anew.", { numbers: list.format(parted.map(String)) }) : t("They are kept apart.")));
  };
  const back = ({ one, other }) => make("button", { type: "button", class: "mc-quiet", "aria-label": t("Take back: {one} and {other}", { one: one.name, other: other.name }),
    onclick: () => attempt("/exclusions", { method: "DELETE", body: { one: one.person, other: other.person } }, t("They may be put together again.")) }, t("Take back"));
  const kept = told.exclusions.map((both) => make("li", {}, make("span", {}, names([both.one, both.other])), both.is_set ? back(both) : ""));
  return make("section", {}, make("h3", {}, t("Who is kept apart")),
    make("p", {}, t("People with their own supervisor, with whoever decides on their contract, with their mentee. Participants can ask for it themselves, without a reason; you then see it here, not who asked, and only they can take it back.")),
    kept.length ? make("ul", { class: "mc-section-states mc-pairs-here" }, ...kept) : "",
    make("form", { class: "mc-add", onsubmit: keep }, field("mc-apart-one", t("Keep")), field("mc-apart-other", t("apart from")), make("button", { type: "submit" }, t("Keep them apart"))));
}
