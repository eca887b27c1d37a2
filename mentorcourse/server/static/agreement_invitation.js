/** A mentor's invitation: the link to pass on, the letter around it, and the same as a code to photograph. */

import { rich } from "../forms/element.js";
import { ask, language, make, t } from "./site.js";
import { confirmation, say } from "./asking.js";

const day = new Intl.DateTimeFormat(language, { dateStyle: "long" });

/** A field to copy from. @param {HTMLInputElement | HTMLTextAreaElement} field @param {string} words */
function copied(field, words) {
  const told = make("span", { role: "status" });
  const copy = make("button", { type: "button", class: "mc-quiet", onclick: async () => {
    field.select();
    try { await navigator.clipboard.writeText(field.value); told.textContent = ` ${t("Copied.")}`; } catch { told.textContent = ` ${t("Press Ctrl+C to copy.")}`; }
  } }, words);
  return make("p", {}, copy, told);
}

/** Shown once, for only a fingerprint of the link is kept. @param {any} agreement @param {any} invitation */
export function invitationPart(agreement, invitation) {
  const link = make("input", { readonly: true, value: invitation.link, "aria-label": t("Link for {name}", { name: agreement.names.mentee }) });
  const letter = make("textarea", { readonly: true, rows: 12, "aria-label": t("Letter with the link") }, invitation.text);
  const mail = `mailto:?subject=${encodeURIComponent(invitation.subject)}&body=${encodeURIComponent(invitation.text)}`;
  const mailed = invitation.mailed ? make("p", { class: invitation.mailed.sent ? "mc-notice" : "mc-alert" }, invitation.mailed.message) : "";
  return make("div", { class: "mca-invitation" }, mailed,
    make("p", {}, t("This is shown only now. Send the link to {name}, or let them photograph the code; whoever opens it first is taken for your mentee.", { name: agreement.names.mentee })),
    link, copied(link, t("Copy the link")), letter, copied(letter, t("Copy the letter")),
    make("p", {}, make("a", { href: mail }, t("Open the letter in your mail program"))),
    rich("div", {}, invitation.code));
}

const states = () => ({
  none: t("There is no link."),
  "not used yet": t("The link has not been opened yet."),
  "in use": t("The link is in use on the device that opened it first."),
  "run out": t("The link has run out. Make a new one."),
  revoked: t("The link has been taken back."),
});

/** How the link stands, with a new one or none. @param {any} agreement @param {() => Promise<void>} refresh */
export function linkPart(agreement, refresh) {
  const news = make("div", { role: "status", class: "mc-news" });
  const shown = make("div");
  const attempt = (work) => async (event) => {
    try { await work(event.target); } catch (error) { say(news, error.message, true); }
  };
  const renewed = (mail) => attempt(async () => {
    const made = await ask(`agreements/${agreement.id}/link`, { method: "POST", body: { mail } });
    shown.replaceChildren(invitationPart(made, made.invitation));
    say(news, t("Here is a new link. The older ones no longer work."));
  });
  const { state, until, email } = agreement.link;
  const renew = make("button", { type: "button", class: "mc-quiet", onclick: renewed(false) }, t("Make a new link"));
  const send = agreement.may_mail && email ? make("button", { type: "button", class: "mc-quiet", onclick: renewed(true) }, t("Send a new link to {email}", { email })) : "";
  const revoke = make("button", { type: "button", class: "mc-quiet", onclick: attempt(async (opener) => {
    const agreed = await confirmation(opener, { title: t("Take the link back?"), yes: t("Take it back"), no: t("Leave it"),
      body: [make("p", {}, t("It opens nothing any longer, also where it is in use. What was written stays; you can make a new link at any time."))] });
    if (!agreed) return;
    await ask(`agreements/${agreement.id}/link`, { method: "DELETE" });
    await refresh();
  }) }, t("Take the link back"));
  const works = ["not used yet", "in use"].includes(state);
  const bound = until && works ? ` ${t("It works until {day}.", { day: day.format(new Date(until)) })}` : "";
  return make("details", { class: "mca-part", open: !agreement.accepted }, make("summary", {}, t("The invitation")),
    make("p", {}, states()[state], bound), make("p", {}, renew, " ", send, " ", works ? revoke : ""), news, shown);
}
