/** Home: what is next, and each section with what is answered and the minutes left. */

import { address, ask, make } from "./site.js";

const minutes = (count) => (count === 1 ? "about 1 minute left" : `about ${count} minutes left`);

/** @param {any[]} sections */
const nextOne = (sections) => sections.find((one) => one.open && one.answered < one.total);

function nextCard(sections) {
  const next = nextOne(sections);
  if (!next) return make("p", { class: "mc-next-up" }, "You have answered everything that is open. Well done: go back to any section to read or revise.");
  const begun = next.answered > 0;
  const step = next.activities.find((one) => !one.done);
  return make("section", { class: "mc-next-up", "aria-labelledby": "mc-next-title" },
    make("h2", { id: "mc-next-title" }, begun ? "Go on where you stopped" : "Begin here"),
    make("p", {}, `${next.number}. ${next.title}`),
    begun ? make("p", { class: "mc-faint" }, `Next: ${step.title}, about ${step.minutes} minutes.`) : "",
    make("a", { class: "mc-button", href: next.url }, `${begun ? "Continue" : "Open"} section ${next.number}`));
}

function sectionItem(section) {
  const title = section.open ? make("a", { href: section.url }, `${section.number}. ${section.title}`) : make("span", {}, `${section.number}. ${section.title}`);
  const done = section.answered >= section.total;
  const state = !section.open ? "Closed for now" : done ? "All answered" : section.answered ? minutes(section.minutes_left) : `about ${section.minutes} minutes`;
  const bar = make("progress", { max: section.total, value: section.answered, "aria-label": `Answered in section ${section.number}` });
  return make("li", { class: "mc-section-item" }, make("h3", {}, title),
    make("p", {}, bar, ` ${section.answered} of ${section.total} answered. `, make("span", { class: "mc-faint" }, `${state}.`.replace(/^./, (c) => c.toUpperCase()))));
}

const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** @param {string} ending @param {string} words */
const download = (ending, words) => make("li", {}, make("a", { href: address(`course/api/workbook.${ending}?zone=${zone}`), download: "" }, words));

function workbook() {
  return make("section", { "aria-labelledby": "mc-workbook-title" },
    make("h2", { id: "mc-workbook-title" }, "Your workbook"),
    make("p", {}, "Everything you have written, in one document with the date of each answer, made new whenever you ask for it. It is for you alone: keep it where you keep what is confidential."),
    make("ul", { class: "mc-downloads" }, download("pdf", "PDF, to read and print"), download("docx", "Word document, to go on writing in"), download("json", "Data (JSON), for other programs")));
}

function draw(el, sections) {
  el.replaceChildren(nextCard(sections), make("h2", {}, "Your sections"), make("ul", { class: "mc-section-list" }, ...sections.map(sectionItem)), workbook());
}

/** @param {HTMLElement} el */
export async function render(el) {
  el.append(make("p", { class: "mc-faint" }, "Fetching your progress…"));
  const show = () => ask("progress").then(({ sections }) => draw(el, sections)).catch((error) => {
    el.replaceChildren(make("p", { role: "alert" }, error.message), make("button", { type: "button", onclick: show }, "Try again"));
  });
  const follow = (event) => draw(el, event.detail);
  addEventListener("mentorcourse:progress", follow);
  await show();
  return () => removeEventListener("mentorcourse:progress", follow);
}
