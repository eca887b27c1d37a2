/** What home shows to whoever leads a cohort or reads its reflections: where their own work is. */

import { address, ask, make, t } from "./site.js";

/** @param {string} title @param {string} words @param {[string, string][]} links path and words; the first is the main one */
function card(title, words, links) {
  const link = ([path, label], at) => make("a", { class: at ? "mc-button mc-quiet" : "mc-button", href: address(`course/${path}`) }, label);
  return make("section", { class: "mc-next-up" }, make("h2", {}, title), make("p", {}, words), make("p", { class: "mc-ways" }, ...links.map(link)));
}

/** @returns {HTMLElement} empty for participants */
export function staffPart() {
  const place = make("div", { class: "mc-staff-ways" });
  ask("me").then(({ roles }) => {
    if (roles.includes("facilitator")) {
      place.append(card(t("You facilitate this cohort"), t("Invite people and see how far they are, read how each live session is led, and lead it on the day. Below is the course as participants have it."),
        [["staff", t("Your cohort")], ["guide", t("Facilitator guide")], ["console", t("Lead the session")]]));
    }
    if (roles.includes("trainer")) {
      place.append(card(t("You are a trainer of this cohort"), t("Participants submit reflections to you. You read them, rate them by three criteria, and answer. Below is the course as participants have it."),
        [["review", t("Reflections to review")]]));
    }
  }).catch(() => null); // the rest of the page says when the course cannot be reached
  return place;
}
