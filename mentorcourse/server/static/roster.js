/** The roster: people with their links, and which sections are open. Links pass by no kernel and are shown once. */

import { confirmation } from "./asking.js";
import { eraser } from "./roster_erasure.js";
import { address, ask, language, make, plural, spoken, t } from "./site.js";

const roleWords = () => ({ participant: t("participant"), trainer: t("trainer"), facilitator: t("facilitator") });
const linkWords = () => ({ "not used yet": t("not used yet"), "in use": t("in use"), "run out": t("run out"), revoked: t("revoked"), "none yet": t("none yet") });
const day = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  const news = make("div", { role: "status", "aria-live": "polite", class: "mc-news" });
  const body = make("div", {}, make("p", { class: "mc-faint" }, t("Fetching your cohort…")));
  el.append(news, body);
  const say = (...words) => news.replaceChildren(...words);
  const attempt = (work) => async (event) => {
    event?.preventDefault?.();
    try { await work(event); } catch (error) { say(make("p", { class: "mc-alert" }, error.message)); }
  };
  const show = attempt(async () => {
    const roster = await ask("staff/roster");
    body.replaceChildren(
      roster.people.some((one) => one.roles.includes("participant")) ? "" : firstSteps(roster.hub_signs_in), make("h2", {}, t("People in {cohort}", { cohort: roster.cohort })), peopleTable(roster.people, { attempt, say, show, mails: roster.mail, byHub: roster.hub_signs_in }),
      roster.hub_signs_in ? make("p", {}, t("People come in through your JupyterHub. Its groups say who takes part and in which role: whoever looks after the Hub adds people and takes them out."))
        : addForm({ attempt, say, show }), make("h2", {}, t("Mentorship Agreements")), make("p", {}, agreementsLine(roster.agreements)), make("h2", {}, t("Open and close sections")),
      make("p", {}, t("Participants can read and write in open sections. Closing one keeps what was written and takes no changes.")),
      sectionList(roster.sections, { attempt, say, show }));
  });
  await show();
}

/** What to do in which order, while nobody takes part yet. @param {boolean} byHub whether a Hub says who takes part */
const firstSteps = (byHub) => make("section", { class: "mc-next-up", "aria-labelledby": "mc-steps-title" }, make("h2", { id: "mc-steps-title" }, t("Begin here: nobody takes part yet")),
  make("ol", {}, ...[
    byHub ? t("Have people added to the groups of your JupyterHub. They appear in the list below.")
      : t("Add people below, and send each the link that you get for them. Whoever runs the server can add a whole list at once."),
    t("Close the sections that are to wait, under “Open and close sections.”"),
    t("Make the pairs, under “Pairs,” once most people are in."),
    make("span", {}, `${t("Read how the first session is led.")} `, make("a", { href: address("course/guide/01_introduction") }, t("Guide to section 1")))].map((step) => make("li", {}, step))));

/** All that staff learn of agreements. @param {number} count */
const agreementsLine = (count) => (count ? plural(count, "The mentors of your cohort have begun {count} agreement. Who with whom, and what stands in it, only the two on it see.",
  "The mentors of your cohort have begun {count} agreements. Who with whom, and what stands in them, only the two on each see.") : t("No mentor has begun an agreement with a mentee yet; the one in section 3 is practice. You will see here how many there are, never what stands in them."));

/** Show a link once, with a button that copies it. */
function showLink(say, name, link) {
  const field = make("input", { readonly: true, value: link, "aria-label": t("Link for {name}", { name }), onfocus: (event) => event.target.select() });
  const copied = make("span", { role: "status" });
  const copy = make("button", { type: "button", onclick: async () => {
    field.select();
    try { await navigator.clipboard.writeText(link); copied.textContent = ` ${t("Copied.")}`; } catch { copied.textContent = ` ${t("Press Ctrl+C to copy.")}`; }
  } }, t("Copy"));
  say(make("div", { class: "mc-notice" },
    make("p", {}, t("The personal link for {name}. It is shown this once: copy it and send it to nobody else.", { name })), field, copy, copied));
  field.focus();
}

/** Say that a link has been mailed, or why not, with the letter to copy. */
function showMailed(say, name, { sent, message, text }) {
  if (sent) return say(make("p", {}, t("A new link has been mailed to {name}. Older ones no longer work.", { name })));
  const letter = make("textarea", { readonly: true, rows: "14", "aria-label": t("The letter for {name}", { name }), onfocus: (event) => event.target.select() });
  letter.value = text;
  say(make("div", { class: "mc-alert" }, make("p", {}, message, " ", t("The link in it is new, and older ones no longer work.")), letter));
  letter.focus();
  letter.scrollTop = 0;
  return undefined;
}

function personRow(person, { attempt, say, show, mails, byHub }) {
  const path = `staff/people/${person.person}`;
  const renew = attempt(async () => { const { link } = await ask(`${path}/link`, { method: "POST" }); await show(); showLink(say, person.name, link); });
  const mail = attempt(async () => { const reply = await ask(`${path}/mail`, { method: "POST" }); await show(); showMailed(say, person.name, reply); });
  const sure = (event, title, words, yes) => confirmation(event.currentTarget, { title, body: [make("p", {}, words)], yes, no: t("Leave it") });
  const revoke = attempt(async (event) => {
    if (!(await sure(event, t("Revoke the link of {name}?", { name: person.name }), t("Whoever has it can no longer sign in with it; you can make a new one."), t("Revoke link")))) return;
    await ask(`${path}/link`, { method: "DELETE" }); await show(); say(t("{name} has no working link now. Signed-in devices stay signed in.", { name: person.name }));
  });
  const remove = attempt(async (event) => {
    if (!(await sure(event, t("Take {name} out of the cohort?", { name: person.name }), t("What they wrote stays kept; they can no longer open the course."), t("Take out")))) return;
    await ask(path, { method: "DELETE" }); await show(); say(t("{name} is no longer in the cohort.", { name: person.name }));
  });
  const { callOff, firstStep } = eraser(person, { attempt, say, show });
  const button = (words, act) => make("button", { type: "button", class: "mc-quiet", "aria-label": `${words}: ${person.name}`, onclick: act }, words);
  const more = make("details", {}, make("summary", { "aria-label": `${t("More")}: ${person.name}` }, t("More")),
    button(t("Revoke link"), revoke), button(t("Remove"), remove), person.erased_at ? "" : button(t("Erase…"), firstStep));
  const acts = [button(t("New link"), renew), mails ? button(t("Mail a link"), mail) : "", person.erased_at ? button(t("Call off the erasure"), callOff) : "", more];
  const cell = (label, ...content) => make("td", { "data-label": label }, ...content);
  return make("tr", {}, make("th", { scope: "row" }, person.name), make("td", { class: "mc-email", "data-label": t("E-mail") }, ...brokenAtSign(person.email ?? "")), cell(t("Roles"), person.roles.map((role) => roleWords()[role] ?? role).join(", ")),
    ...(byHub ? [] : [cell(t("Link"), linkWords()[person.link] ?? person.link)]), cell(t("Last seen"), person.last_seen ? day.format(new Date(person.last_seen)) : t("not yet")),
    ...(byHub ? [] : [cell(t("Actions"), ...acts)]));
}

/** An address that may go on in a new line at its "@", where a narrow column needs it. @param {string} email */
const brokenAtSign = (email) => email.split(/(?=@)/).flatMap((part, at) => (at ? [make("wbr", {}), part] : [part]));

function peopleTable(people, tools) {
  const heads = tools.byHub ? [t("Name"), t("E-mail"), t("Roles"), t("Last seen")] : [t("Name"), t("E-mail"), t("Roles"), t("Link"), t("Last seen"), t("Actions")];
  const head = heads.map((title) => make("th", { scope: "col" }, title));
  return make("table", { class: "mc-roster" }, make("caption", {}, plural(people.length, "{count} person", "{count} people")), make("thead", {}, make("tr", {}, ...head)),
    make("tbody", {}, ...people.map((person) => personRow(person, tools))));
}

function addForm({ attempt, say, show }) {
  const field = (name, label, type) => make("p", {}, make("label", { for: `mc-add-${name}` }, label), make("input", { id: `mc-add-${name}`, name, type, required: true, autocomplete: "off" }));
  const role = make("select", { id: "mc-add-role", name: "role" }, ...Object.entries(roleWords()).map(([value, words]) => make("option", { value }, words.replace(/^./u, (first) => first.toLocaleUpperCase(language)))));
  return make("form", { class: "mc-add", onsubmit: attempt(async (event) => {
    const entered = Object.fromEntries(new FormData(event.target));
    const { link } = await ask("staff/people", { method: "POST", body: entered });
    await show();
    showLink(say, entered.name, link);
  }) }, make("h3", {}, t("Add a person")), field("name", t("Name"), "text"), field("email", t("E-mail"), "email"),
  make("p", {}, make("label", { for: "mc-add-role" }, t("Role")), role), make("button", { type: "submit" }, t("Add and make a link")));
}

export function sectionList(sections, { attempt, say, show }) {
  return make("ul", { class: "mc-section-states" }, ...sections.map((section) => {
    const flip = attempt(async () => {
      await ask(`staff/sections/${section.section}`, { method: "PUT", body: { open: !section.open } });
      await show();
      say(section.open ? t("{title} is closed now.", { title: section.title }) : t("{title} is open now.", { title: section.title }));
    });
    const words = section.open ? t("Close") : t("Open");
    return make("li", {}, make("span", {}, section.title, " ", make("span", { class: "mc-faint" }, section.open ? t("open") : t("closed")), " "),
      make("button", { type: "button", class: "mc-quiet", "aria-label": `${words} ${section.title}`, onclick: flip }, words));
  }));
}
