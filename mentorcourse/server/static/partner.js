/** A participant's own partner: in the live band, at the top of a section and on home; and whom they would rather not be with. */

import { ask, language, make, plural, settings, t } from "./site.js";
import { follow } from "./follow.js";
import { slot } from "./live_band.js";

const names = new Intl.ListFormat(language, { type: "conjunction" });
const words = make("p", { role: "status" });
const line = make("aside", { class: "mc-notice mc-partner", hidden: true }, words);

/** @type {any} one's own partners by section, as they were last told */
let own = null;
/** @type {any} the running session */
let session = null;

/** Put the lines on the page and let them follow. */
export function showPartner() {
  line.setAttribute("aria-label", t("Your partner"));
  document.getElementById("mc-main").prepend(line);
  slot("partner").setAttribute("role", "status");
  follow("partner", (told) => { own = told; draw(); });
  follow("session", (told) => { session = told; draw(); });
}

/** The section whose partner this page shows: a section's own, or on home the one that is next. */
const shownSection = () => document.body.dataset.section || (isHome() ? own.next : "");

const isHome = () => location.pathname.endsWith(`${settings().baseUrl ?? "/"}course/`);

function draw() {
  if (!own) return;
  if (isHome() && !document.getElementById("mc-wishes")) document.getElementById("mc-main").append(wishesPart());
  const running = session && own.sections[session.section];
  slot("partner").replaceChildren(...(running ? [make("p", {}, ...said(running, running.roles[session.block.key]))] : []));
  const mine = own.sections[shownSection()];
  line.hidden = !mine || session?.section === shownSection();
  if (!line.hidden) words.replaceChildren(...beforehand(mine));
}

/** Who it is, and what one does. @param {any} mine @param {string | undefined} role */
function said(mine, role) {
  if (mine.away) return [t("You are marked as not here. If you are, tell your facilitator.")];
  if (!mine.partners.length) return [t("You have no partner at the moment. Tell your facilitator.")];
  const who = plural(mine.partners.length, "Your partner is {names}.", "Your partners are {names}.", { names: names.format(mine.partners) });
  return [make("strong", {}, who), ...(role ? [" ", role] : [])];
}

/** The same before the session, with the section's number. @param {any} mine */
function beforehand(mine) {
  if (mine.away || !mine.partners.length) return said(mine, "");
  const who = plural(mine.partners.length, "Your partner for section {number} is {names}.", "Your partners for section {number} are {names}.", { number: mine.number, names: names.format(mine.partners) });
  const role = Object.values(mine.roles)[0];
  return [make("strong", {}, who), ...(role ? [" ", role] : [])];
}

/** Whom one would rather not be with: no reason is asked, and nobody is told whose wish it is. */
function wishesPart() {
  const news = make("div", { role: "status", class: "mc-news" });
  const body = make("div", {});
  const attempt = async (path, how, words) => {
    try {
      body.replaceChildren(...wishForm(await ask(`pairs/wishes${path}`, how), attempt));
      news.replaceChildren(...(words ? [make("p", {}, words)] : []));
      if (words) body.querySelector("select, button")?.focus();
    } catch (error) {
      news.replaceChildren(make("p", { class: "mc-alert" }, error.message));
    }
  };
  const part = make("details", { id: "mc-wishes", ontoggle: () => { if (part.open && !body.hasChildNodes()) attempt("", {}, ""); } },
    make("summary", {}, t("Is there somebody you would rather not work with?")),
    make("p", {}, t("In the sessions you work in pairs, and your facilitators make them. Name somebody here, and you are not put together. You need not say why. Your facilitators see that the two of you are kept apart, not who asked; the other person is told nothing.")), news, body);
  return part;
}

function wishForm({ people, wishes, most }, attempt) {
  const select = make("select", { id: "mc-wish", required: true }, make("option", { value: "" }, t("Choose a person")), ...people.map((one) => make("option", { value: one.person }, one.name)));
  const name = () => people.find((one) => one.person === select.value).name;
  const add = (event) => {
    event.preventDefault();
    return attempt(`/${select.value}`, { method: "PUT", body: {} }, t("You are not put together with {name}.", { name: name() }));
  };
  const back = (one) => make("button", { type: "button", class: "mc-quiet", "aria-label": t("Take back: {name}", { name: one.name }),
    onclick: () => attempt(`/${one.person}`, { method: "DELETE" }, t("You may be put together with {name} again.", { name: one.name })) }, t("Take back"));
  return [
    wishes.length ? make("ul", {}, ...wishes.map((one) => make("li", {}, one.name, " ", back(one)))) : "",
    people.length && wishes.length < most ? make("form", { class: "mc-add", onsubmit: add }, make("p", {}, make("label", { for: "mc-wish" }, t("Not with")), select),
      make("button", { type: "submit" }, t("Keep us apart"))) : "",
  ];
}
