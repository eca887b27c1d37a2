/** The roster: people with their links, and which sections are open. Links pass by no kernel and are shown once. */

import { ask, make } from "./site.js";

const ROLES = [["participant", "Participant"], ["trainer", "Trainer"], ["facilitator", "Facilitator"]];
const day = new Intl.DateTimeFormat(document.documentElement.lang || "en", { dateStyle: "medium", timeStyle: "short" });

/** @param {HTMLElement} el */
export async function render(el) {
  const news = make("div", { role: "status", "aria-live": "polite", class: "mc-news" });
  const body = make("div", {}, make("p", { class: "mc-faint" }, "Fetching your cohort…"));
  el.append(news, body);
  const say = (...words) => news.replaceChildren(...words);
  const attempt = (work) => async (event) => {
    event?.preventDefault?.();
    try { await work(event); } catch (error) { say(make("p", { class: "mc-alert" }, error.message)); }
  };
  const show = attempt(async () => {
    const roster = await ask("staff/roster");
    body.replaceChildren(
      make("h2", {}, `People in ${roster.cohort}`), peopleTable(roster.people, { attempt, say, show }),
      addForm({ attempt, say, show }), make("h2", {}, "Open and close sections"),
      make("p", {}, "Participants can read and write in open sections. Closing one keeps what was written and takes no changes."),
      sectionList(roster.sections, { attempt, say, show }));
  });
  await show();
}

/** Show a link once, with a button that copies it. */
function showLink(say, name, link) {
  const field = make("input", { readonly: true, value: link, "aria-label": `Link for ${name}`, onfocus: (event) => event.target.select() });
  const copied = make("span", { role: "status" });
  const copy = make("button", { type: "button", onclick: async () => {
    field.select();
    try { await navigator.clipboard.writeText(link); copied.textContent = " Copied."; } catch { copied.textContent = " Press Ctrl+C to copy."; }
  } }, "Copy");
  say(make("div", { class: "mc-notice" },
    make("p", {}, `The personal link for ${name}. It is shown this once: copy it and send it to nobody else.`), field, copy, copied));
  field.focus();
}

function personRow(person, { attempt, say, show }) {
  const path = `staff/people/${person.person}`;
  const renew = attempt(async () => { const { link } = await ask(`${path}/link`, { method: "POST" }); await show(); showLink(say, person.name, link); });
  const revoke = attempt(async () => { await ask(`${path}/link`, { method: "DELETE" }); await show(); say(`${person.name} has no working link now. Signed-in devices stay signed in.`); });
  const remove = attempt(async () => {
    if (!confirm(`Take ${person.name} out of the cohort? What they wrote stays kept; they can no longer open the course.`)) return;
    await ask(path, { method: "DELETE" }); await show(); say(`${person.name} is no longer in the cohort.`);
  });
  const button = (words, act) => make("button", { type: "button", class: "mc-quiet", "aria-label": `${words}: ${person.name}`, onclick: act }, words);
  const cell = (label, ...content) => make("td", { "data-label": label }, ...content);
  return make("tr", {}, make("th", { scope: "row" }, person.name), cell("E-mail", person.email ?? ""), cell("Roles", person.roles.join(", ")),
    cell("Link", person.link), cell("Last seen", person.last_seen ? day.format(new Date(person.last_seen)) : "not yet"),
    cell("Actions", button("New link", renew), button("Revoke link", revoke), button("Remove", remove)));
}

function peopleTable(people, tools) {
  const head = ["Name", "E-mail", "Roles", "Link", "Last seen", "Actions"].map((title) => make("th", { scope: "col" }, title));
  return make("table", { class: "mc-roster" }, make("caption", {}, `${people.length} people`), make("thead", {}, make("tr", {}, ...head)),
    make("tbody", {}, ...people.map((person) => personRow(person, tools))));
}

function addForm({ attempt, say, show }) {
  const field = (name, label, type) => make("p", {}, make("label", { for: `mc-add-${name}` }, label), make("input", { id: `mc-add-${name}`, name, type, required: true, autocomplete: "off" }));
  const role = make("select", { id: "mc-add-role", name: "role" }, ...ROLES.map(([value, words]) => make("option", { value }, words)));
  return make("form", { class: "mc-add", onsubmit: attempt(async (event) => {
    const entered = Object.fromEntries(new FormData(event.target));
    const { link } = await ask("staff/people", { method: "POST", body: entered });
    await show();
    showLink(say, entered.name, link);
  }) }, make("h3", {}, "Add a person"), field("name", "Name", "text"), field("email", "E-mail", "email"),
  make("p", {}, make("label", { for: "mc-add-role" }, "Role"), role), make("button", { type: "submit" }, "Add and make a link"));
}

function sectionList(sections, { attempt, say, show }) {
  return make("ul", { class: "mc-section-states" }, ...sections.map((section) => {
    const flip = attempt(async () => {
      await ask(`staff/sections/${section.section}`, { method: "PUT", body: { open: !section.open } });
      await show();
      say(`${section.title} is ${section.open ? "closed" : "open"} now.`);
    });
    const words = section.open ? "Close" : "Open";
    return make("li", {}, make("span", {}, `${section.title}: ${section.open ? "open" : "closed"} `),
      make("button", { type: "button", class: "mc-quiet", "aria-label": `${words} ${section.title}`, onclick: flip }, words));
  }));
}
