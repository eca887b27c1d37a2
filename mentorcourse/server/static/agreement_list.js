/** The list of one's agreements, on their own page and, shorter, at home; and beginning a new one. */

import { address, ask, language, make, t } from "./site.js";
import { invitationPart } from "./agreement_invitation.js";
import { say } from "./asking.js";

const exact = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" });

/** What is due: the next check-in, and the look back. @param {any} one */
function reminders(one) {
  return [
    one.meets_soon && t("Your check-in with {name}: {when}.", { name: one.other, when: exact.format(new Date(one.meeting)) }),
    one.look_back && t("Ninety days ago you and {name} signed your agreement: look back on its goals together.", { name: one.other }),
  ].filter(Boolean);
}

/** @param {any} one */
function item(one) {
  const heading = one.side === "mentor" ? t("With {name}, your mentee", { name: one.other }) : t("With {name}, your mentor", { name: one.other });
  return make("li", { class: "mc-section-item" }, make("h3", {}, make("a", { href: one.url }, heading)),
    ...[...one.news, ...reminders(one)].map((news) => make("p", {}, make("strong", {}, news))), make("p", { class: "mc-faint" }, one.turn));
}

/** @param {any} invitation @param {(agreement: any) => void} accepted */
function invited(invitation, accepted) {
  const news = make("p", { role: "status" });
  const accept = make("button", { type: "button", class: "mc-main-button", onclick: async () => {
    try {
      accepted(await ask(`agreements/${invitation.id}/accept`, { method: "POST", body: {} }));
    } catch (error) {
      news.textContent = error.message;
    }
  } }, t("Open the agreement"));
  return make("div", { class: "mc-notice" },
    make("p", {}, t("{mentor} invites you to a Mentorship Agreement. You begin; nothing is seen until you send it.", { mentor: invitation.mentor })), accept, news);
}

const goTo = (agreement) => location.assign(agreement.url);

/** @param {HTMLElement} place */
export async function drawList(place) {
  const { agreements, invitations, may_begin: mayBegin, may_mail: mayMail } = await ask("agreements");
  const none = make("p", {}, mayBegin
    ? t("You have none yet. Begin one with somebody whom you mentor, or will soon: ten minutes of writing each, and one conversation.")
    : t("You have none yet. When a mentor invites you, it is here."));
  const listOf = (all) => (all.length ? make("ul", { class: "mc-section-list" }, ...all.map(item)) : none);
  const list = make("div", {}, listOf(agreements));
  const begun = () => ask("agreements").then((now) => list.replaceChildren(listOf(now.agreements))).catch(() => null); // the list waits for the next visit
  place.replaceChildren(
    make("h1", {}, t("Your agreements")),
    make("p", {}, t("A Mentorship Agreement is one page that a mentee and a mentor write in turns, talk over, and initial row by row. Only the two of them see it.")),
    ...invitations.map((one) => invited(one, goTo)), make("h2", {}, t("Those you are part of")), list, mayBegin ? beginPart(mayMail, begun) : "");
}

/** @param {boolean} mayMail whether the course can send the invitation itself @param {() => void} begun called once there is one */
function beginPart(mayMail, begun) {
  const news = make("div", { role: "status", class: "mc-news" });
  const name = make("input", { id: "mc-mentee-name", autocomplete: "off", maxlength: 200, required: true });
  const email = make("input", { id: "mc-mentee-email", type: "email", autocomplete: "off", maxlength: 254, "aria-describedby": "mc-mentee-email-help" });
  const mail = make("input", { type: "checkbox", id: "mc-mentee-mail" });
  const form = make("form", { class: "mc-add", novalidate: true, onsubmit: async (event) => {
    event.preventDefault();
    say(news, "");
    try {
      const made = await ask("agreements", { method: "POST", body: { name: name.value, email: email.value, mail: mail.checked } });
      part.replaceChildren(make("h2", { tabindex: "-1" }, t("Invite {name}", { name: made.names.mentee })), invitationPart(made, made.invitation),
        make("p", {}, make("a", { class: "mc-button", href: made.url }, t("Go to the agreement"))));
      part.querySelector("h2").focus();
      begun();
    } catch (error) {
      say(news, error.message, true);
    }
  } },
  make("p", {}, make("label", { for: name.id }, t("Your mentee's name")), name),
  make("p", {}, make("label", { for: email.id }, t("Your mentee's e-mail, if you know it")), email,
    make("span", { id: "mc-mentee-email-help", class: "mc-faint" }, t("Somebody who takes part in the course under this address finds the invitation on their home page. It is used for nothing else."))),
  mayMail ? make("p", {}, mail, make("label", { for: mail.id }, ` ${t("Send the invitation to this address")}`)) : "",
  make("button", { type: "submit" }, t("Begin an agreement")), news);
  const part = make("section", { "aria-labelledby": "mc-begin-title" }, make("h2", { id: "mc-begin-title" }, t("Begin one as a mentor")),
    make("p", {}, t("Your mentee writes first. You get a link to pass on, and they need no account: they see this agreement, and nothing else of the course.")), form);
  return part;
}

/**
 * What home shows: what is new and who invites, at the top, and further down the way to all of them.
 * @returns {{news: HTMLElement, part: HTMLElement, refresh: () => void}}
 */
export function homeParts() {
  const news = make("div");
  const part = make("div");
  let told = "";
  const refresh = () => ask("agreements").then(({ agreements, invitations, may_begin: mayBegin }) => {
    const now = JSON.stringify([agreements, invitations, mayBegin]);
    if (now === told || (!agreements.length && !invitations.length && !mayBegin)) return;
    told = now;
    const fresh = agreements.flatMap((one) => [...one.news, ...reminders(one)].map((news) => make("p", { class: "mc-notice" }, `${news} `, make("a", { href: one.url }, t("Open the agreement")))));
    news.replaceChildren(...fresh, ...invitations.map((one) => invited(one, goTo)));
    part.replaceChildren(make("section", { "aria-labelledby": "mc-agreements-title" }, make("h2", { id: "mc-agreements-title" }, t("Your agreements")),
      make("p", {}, agreements.length ? "" : t("Write a Mentorship Agreement with a real mentee: one page, in turns, for the two of you alone. "),
        make("a", { href: address("course/agreements") }, agreements.length ? t("All your agreements") : t("Begin an agreement")))));
  }).catch(() => null); // the rest of the page says when the course cannot be reached
  return { news, part, refresh };
}
