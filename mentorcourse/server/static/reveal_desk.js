/** What a facilitator can reveal: for each case and rating how many have answered, and, as soon as anybody has, the button that shows the counts. */

import { follow } from "./follow.js";
import { confirmation, say } from "./asking.js";
import { addStyles, ask, language, make, plural, spoken, t } from "./site.js";

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  addStyles("sharing");
  const news = make("div", { role: "status" });
  const body = make("div", {}, make("p", { class: "mc-faint" }, t("Fetching what can be revealed…")));
  el.append(news, body);
  let chosen = "";
  const fetchAndDraw = async (path = "", how = {}) => {
    try {
      draw(await ask(`staff/reveals${path}`, how));
      return true;
    } catch (error) {
      say(news, error.message, true);
      return false;
    }
  };
  const reveal = async (one, button) => {
    const sure = await confirmation(button, { title: t("Reveal “{title}”?", { title: one.title }), yes: t("Reveal"), no: t("Not yet"),
      body: [make("p", {}, t("Everybody in the cohort sees the counts. They stay as they are now, and later answers join five at a time. It cannot be taken back."))] });
    if (sure && await fetchAndDraw(`/${one.activity}`, { method: "PUT", body: {} })) {
      say(news, t("The counts of “{title}” are revealed.", { title: one.title }));
      focusOn(one.activity);
    }
  };
  const focusOn = (activity) => document.getElementById(`mc-reveal-${activity}`)?.focus();
  const draw = (told) => {
    const focused = body.contains(document.activeElement) ? document.activeElement.id : "";
    const sections = [...new Map(told.activities.map((one) => [one.section, one.section_title]))];
    const latest = told.activities.filter((one) => one.revealed_at).sort((one, other) => one.revealed_at.localeCompare(other.revealed_at)).at(-1);
    const section = chosen || told.section || latest?.section || sections[0]?.[0];
    const select = make("select", { id: "mc-reveal-section", onchange: () => { chosen = select.value; draw(told); } },
      ...sections.map(([key, title]) => make("option", { value: key, selected: key === section }, title)));
    const rows = told.activities.filter((one) => one.section === section).map((one) => row(one, told.now, reveal));
    body.replaceChildren(make("p", {}, make("label", { for: select.id }, t("Counts of section")), " ", select), make("ul", { class: "mc-reveals" }, ...rows));
    if (focused) document.getElementById(focused)?.focus();
  };
  await fetchAndDraw();
  let timer;
  const again = (value, first) => {
    clearTimeout(timer);
    if (!first) timer = setTimeout(fetchAndDraw, 300);
  };
  for (const part of ["answers_in", "reveals", "session"]) follow(part, again);
}

function row(one, now, reveal) {
  const many = !one.answered ? t("Nobody has answered yet.") : plural(one.answered, "{count} person has answered.", "{count} people have answered.");
  const button = make("button", { type: "button", class: one.activity === now ? "mc-button" : "mc-quiet", id: `mc-reveal-${one.activity}`,
    "aria-label": t("Reveal “{title}”", { title: one.title }), onclick: () => reveal(one, button) }, t("Reveal"));
  const since = one.revealed_at && make("p", { tabindex: "-1", id: `mc-reveal-${one.activity}` }, made(one));
  return make("li", { class: "mc-reveal", "data-now": one.activity === now }, make("h3", {}, one.title), make("p", { class: "mc-faint" }, many), since || (one.answered ? button : ""));
}

function made(one) {
  const time = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(one.revealed_at));
  return one.shown
    ? plural(one.shown, "Revealed {time}, with {count} answer in the counts.", "Revealed {time}, with {count} answers in the counts.", { time })
    : t("Revealed {time}. Counts show from five answers on; there are fewer so far.", { time });
}
