/** Who of the participants is in the session, by the pages they have open; a facilitator may put it right by hand. */

import { ask, language, make, plural, spoken, t } from "./site.js";
import { follow } from "./follow.js";

const hour = new Intl.DateTimeFormat(language, { timeStyle: "short" });

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  const news = make("div", { role: "status", class: "mc-news" });
  const body = make("div", {});
  el.append(news, body);
  const show = async () => {
    try { draw(body, await ask("staff/session/attendance"), put); } catch (error) { news.replaceChildren(make("p", { class: "mc-alert" }, error.message)); }
  };
  const put = async (person, there, words) => {
    try { await ask(`staff/session/attendance/${person}`, { method: "PUT", body: { there } }); news.replaceChildren(words); } catch (error) { news.replaceChildren(make("p", { class: "mc-alert" }, error.message)); }
    await show();
  };
  let waiting;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(show, 1000); };
  follow("present", (_, first) => { if (!first) soon(); });
  follow("session", (_, first) => { if (!first) soon(); });
  await show();
}

function draw(body, { section, title, began, people }, put) {
  if (!section) { body.replaceChildren(make("p", {}, t("There has been no session yet. Once one has begun, everybody’s attendance stands here."))); return; }
  const focused = body.contains(document.activeElement) ? document.activeElement.id : "";
  const there = people.filter((one) => one.there).length;
  const head = [t("Name"), t("Was there"), t("Page open"), t("Put right")].map((words) => make("th", { scope: "col" }, words));
  const day = new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(began));
  body.replaceChildren(make("p", {}, t("Session of {day}: {title}", { day, title: title ?? section })), make("table", { class: "mc-roster" },
    make("caption", {}, plural(there, "{count} participant of {all} was there", "{count} participants of {all} were there", { all: people.length })),
    make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...people.map((one) => personRow(one, put)))));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function personRow(one, put) {
  const cell = (label, ...content) => make("td", { "data-label": label }, ...content);
  const button = (id, words, there, said) => make("button", { type: "button", class: "mc-quiet", id: `mc-${id}-${one.person}`, "aria-label": `${words}: ${one.name}`, onclick: () => put(one.person, there, said) }, words);
  const times = one.first_at ? t("{from} to {to}", { from: hour.format(new Date(one.first_at)), to: one.here ? t("now") : hour.format(new Date(one.last_at)) }) : t("none seen");
  const flip = one.there ? button("flip", t("Was not there"), false, t("{name}: not there.", { name: one.name })) : button("flip", t("Was there"), true, t("{name}: there.", { name: one.name }));
  const auto = one.by_hand === null ? "" : button("auto", t("By their page again"), null, t("{name}: by their page again.", { name: one.name }));
  return make("tr", {}, make("th", { scope: "row" }, one.name), cell(t("Was there"), one.there ? t("yes") : t("no"), one.by_hand === null ? "" : ` ${t("(by hand)")}`), cell(t("Page open"), times), cell(t("Put right"), flip, auto));
}
