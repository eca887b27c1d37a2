/** The list of one's reflections, on their own page and, shorter, at home. */

import { address, ask, language, make, t } from "./site.js";

const day = new Intl.DateTimeFormat(language, { dateStyle: "long" });
const dayOf = (date) => day.format(new Date(`${date}T12:00:00`));

/** @param {string} state */
export const stateWords = (state) => ({
  "not begun": t("Not begun"),
  begun: t("A draft, seen by no one in the course"),
  submitted: t("Submitted, not opened yet"),
  "in review": t("A trainer is reading it"),
  released: t("Feedback has come back"),
  withdrawn: t("Withdrawn; the draft is kept"),
})[state];

/** @param {any} one */
function item(one) {
  const due = one.due && !["submitted", "in review", "released"].includes(one.state)
    ? (one.late ? t("It was due on {day}; it is welcome all the same.", { day: dayOf(one.due) }) : t("Due on {day}.", { day: dayOf(one.due) })) : "";
  return make("li", { class: "mc-section-item" },
    make("h3", {}, make("a", { href: one.url }, one.title)),
    make("p", { class: "mc-faint" }, t("On section {number}: {title}", { number: one.number, title: one.section_title })),
    make("p", {}, `${stateWords(one.state)}. `, one.news ? make("strong", {}, t("New feedback to read.")) : "", " ", make("span", { class: "mc-faint" }, due)));
}

/** @param {HTMLElement} place */
export async function drawList(place) {
  const { reflections } = await ask("reflections");
  const none = make("p", {}, t("This course has no reflections to submit."));
  place.replaceChildren(
    make("h1", {}, t("Your reflections")),
    make("p", {}, t("One for each section, if you wish. You write in private, and submit when you choose to. A trainer reads it and answers; you may revise it and submit it again. Nothing here is graded.")),
    make("h2", {}, t("Section by section")), reflections.length ? make("ul", { class: "mc-section-list" }, ...reflections.map(item)) : none);
}

/** What a participant's home shows: feedback that is new, and the way to the others. */
export function homePart() {
  const place = make("div");
  ask("reflections").then(({ reflections }) => {
    if (!reflections.length) return;
    const fresh = reflections.filter((one) => one.news);
    place.append(make("section", { "aria-labelledby": "mc-reflections-title" },
      make("h2", { id: "mc-reflections-title" }, t("Your reflections")),
      ...fresh.map((one) => make("p", { class: "mc-notice", role: "status" }, t("A trainer has answered your reflection “{title}”. ", { title: one.title }), make("a", { href: one.url }, t("Read the feedback")))),
      make("p", {}, t("At the end of each section you may write to a trainer, who reads it and answers. "), make("a", { href: address("course/reflections") }, t("All your reflections")))));
  }).catch(() => null); // the rest of the page says when the course cannot be reached
  return place;
}
