/** Whom to remind, each with a letter to change, copy, open in one's own mail program or send. */

import { ask, language, make, plural, spoken, t } from "./site.js";

const day = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
const reason = (one) => ({
  "not begun": t("has not begun this section"),
  behind: t("was last in section {last}", { last: one.last }),
  "not begun at all": t("has not begun the course"),
})[one.why];

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  const select = make("select", { id: "mc-nudge-section", onchange: () => show(select.value) });
  const body = make("div", {}, make("p", { class: "mc-faint" }, t("Fetching your cohort…")));
  el.append(make("p", {}, make("label", { for: select.id }, t("Who has not begun section")), " ", select), body);
  const show = async (section = "") => {
    try {
      const told = await ask(`staff/nudges${section ? `?section=${encodeURIComponent(section)}` : ""}`);
      if (!select.options.length) select.append(...told.sections.map((one) => make("option", { value: one.section }, one.title)));
      select.value = told.section;
      body.replaceChildren(...list(told));
    } catch (error) {
      body.replaceChildren(make("p", { class: "mc-alert", role: "alert" }, error.message));
    }
  };
  await show();
}

function list({ participants, people, mail }) {
  if (!participants) return [make("p", {}, t("Nobody takes part yet. Once people do, you see here who has not begun a section."))];
  if (!people.length) return [make("p", {}, t("Everybody has begun it. There is nobody to remind."))];
  return [make("p", {}, plural(people.length, "{count} person. A letter is ready for each: change it as you like.", "{count} people. A letter is ready for each: change it as you like.")),
    make("ul", { class: "mc-nudges" }, ...people.map((one) => person(one, mail)))];
}

function person(one, mail) {
  const id = `mc-nudge-${one.person}`;
  const text = make("textarea", { id, rows: "12" });
  text.value = one.text;
  const news = make("span", { role: "status" });
  const copy = make("button", { type: "button", class: "mc-quiet", "aria-label": t("Copy the letter for {name}", { name: one.name }), onclick: async () => {
    text.select();
    try { await navigator.clipboard.writeText(text.value); news.textContent = t("Copied."); } catch { news.textContent = t("Press Ctrl+C to copy."); }
  } }, t("Copy"));
  const open = make("a", { class: "mc-quiet", href: "mailto:", "aria-label": t("Open in your mail program: {name}", { name: one.name }),
    onclick: (event) => { event.currentTarget.href = `mailto:${encodeURIComponent(one.email)}?subject=${encodeURIComponent(one.subject)}&body=${encodeURIComponent(text.value.replaceAll("\n", "\r\n"))}`; } }, t("Open in your mail program"));
  const send = make("button", { type: "button", class: "mc-quiet", "aria-label": t("Send the letter to {name}", { name: one.name }), onclick: async () => {
    send.disabled = true;
    try {
      const reply = await ask(`staff/people/${one.person}/nudge`, { method: "POST", body: { subject: one.subject, text: text.value } });
      news.textContent = reply.message;
      send.disabled = reply.sent;
    } catch (error) { news.textContent = error.message; send.disabled = false; }
  } }, t("Send"));
  const seen = one.last_seen ? t("last here on {day}", { day: day.format(new Date(one.last_seen)) }) : t("never here so far");
  return make("li", {}, make("details", {}, make("summary", {}, make("strong", {}, one.name), ` ${reason(one)}, ${seen}`),
    make("p", {}, make("label", { for: id }, t("The letter for {name}", { name: one.name }))), text,
    make("p", { class: "mc-nudge-acts" }, copy, " ", ...(one.email ? [open, " "] : []), ...(mail && one.email ? [send, " "] : []), news)));
}
