/** Home: what is next, and each section with what is answered and the minutes left. */

import { address, ask, language, make, plural, spoken, t } from "./site.js";
import { whoAmI } from "../forms/api.js";
import { printing } from "../forms/printing.js";
import { homeParts } from "./agreement_list.js";
import { certificatePart } from "./certificate.js";
import { keptNews } from "./kept_news.js";
import { homePart } from "./reflections_list.js";
import { staffPart } from "./home_staff.js";

const minutesLeft = (count) => plural(count, "About {count} minute left.", "About {count} minutes left.");
const minutes = (count) => plural(count, "About {count} minute.", "About {count} minutes.");

/** @param {any[]} sections */
const nextOne = (sections) => sections.find((one) => one.open && one.answered < one.total);

function nextCard(sections) {
  const next = nextOne(sections);
  if (!next) return make("p", { class: "mc-next-up" }, t("You have answered everything that is open. Well done: go back to any section to read or revise."));
  const begun = next.answered > 0;
  const step = next.activities.find((one) => !one.done);
  return make("section", { class: "mc-next-up", "aria-labelledby": "mc-next-title" },
    make("h2", { id: "mc-next-title" }, begun ? t("Go on where you stopped") : t("Begin here")),
    make("p", { lang: next.language }, `${next.number}. ${next.title}`),
    make("p", { class: "mc-faint" }, begun ? plural(step.minutes, "Next: {title} (about {count} minute).", "Next: {title} (about {count} minutes).", { title: step.title })
      : plural(next.minutes, "About {count} minute. You can stop anywhere and go on later.", "About {count} minutes. You can stop anywhere and go on later.")),
    make("a", { class: "mc-button", href: next.url }, begun ? t("Continue section {number}", { number: next.number }) : t("Open section {number}", { number: next.number })));
}

function sectionItem(section) {
  const title = section.open ? make("a", { href: section.url }, `${section.number}. ${section.title}`) : make("span", {}, `${section.number}. ${section.title}`);
  const done = section.answered >= section.total;
  const state = !section.open ? t("Closed for now.") : done ? t("All answered.") : section.answered ? minutesLeft(section.minutes_left) : minutes(section.minutes);
  const bar = () => make("progress", { max: section.total, value: section.answered, "aria-label": t("Answered in section {number}", { number: section.number }) });
  const far = section.answered ? [bar(), " ", t("{answered} of {total} answered.", { answered: section.answered, total: section.total }), " "] : [];
  return make("li", { class: "mc-section-item" }, make("h3", { lang: section.language }, title), make("p", {}, ...far, make("span", { class: "mc-faint" }, state)));
}

/** @param {string} ending @param {string} words */
const download = (ending, words) => make("li", {}, make("a", { href: address(`course/api/workbook.${ending}?${printing()}`), download: "" }, words));

function workbook() {
  return make("section", { "aria-labelledby": "mc-workbook-title" },
    make("h2", { id: "mc-workbook-title" }, t("Your workbook")),
    make("p", {}, t("What you have written in forms, in your journal and in your reflections, in one document with the date of each answer, made new whenever you ask for it. It is for you alone: keep it where you keep what is confidential.")),
    make("ul", { class: "mc-downloads" }, download("pdf", t("PDF, to read and print")), download("docx", t("Word document, to go on writing in")), download("json", t("Data (JSON), for other programs"))));
}

/** Reflections to write and a certificate to earn: participants alone have them. */
function participantParts() {
  const place = make("div");
  whoAmI().then(({ body }) => {
    if (body?.roles?.includes("participant")) place.append(homePart(), certificatePart());
  }).catch(() => null); // the rest of the page says when the course cannot be reached
  return place;
}

/** What the notebook says below of how the course works. On a first visit it stands where one looks first. */
const explanation = (el) => {
  const below = el.closest(".mc-widget")?.nextElementSibling;
  return below?.matches(".mc-prose") ? below : "";
};

/** Do what changes a part of the page; whoever stood on a link in it stands there still. @param {HTMLElement} el @param {() => void} change */
function keepingFocus(el, change) {
  const held = document.activeElement;
  const stood = el.contains(held) && held?.matches("a") ? held : null;
  change();
  if (stood && !stood.isConnected) [...el.querySelectorAll("a")].find((one) => one.href === /** @type {any} */ (stood).href && one.textContent === stood.textContent)?.focus({ preventScroll: true });
}

/** Home is put together once; of what follows the course’s state, only what has changed is drawn again. */
class Home {
  /** @param {HTMLElement} el @param {any[]} sections */
  constructor(el, sections) {
    this.el = el;
    this.told = "";
    this.agreements = homeParts();
    this.next = make("div");
    this.list = make("ul", { class: "mc-section-list" });
    const how = sections.some((one) => one.answered) ? "" : explanation(el);
    el.replaceChildren(keptNews(), this.agreements.news, staffPart(), this.next, how, make("h2", {}, t("Your sections")), this.list, this.agreements.part, participantParts(), workbook());
  }

  /** @param {any[]} sections */
  show(sections) {
    this.agreements.refresh();
    const now = JSON.stringify(sections);
    if (now === this.told) return;
    this.told = now;
    keepingFocus(this.el, () => {
      const next = nextCard(sections);
      this.next.replaceWith(next);
      this.next = next;
      this.list.replaceChildren(...sections.map(sectionItem));
    });
  }
}

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  el.append(make("p", { class: "mc-faint" }, t("Fetching your progress…")));
  /** @type {Home | undefined} */
  let home;
  const draw = (sections) => {
    home ??= new Home(el, sections);
    home.show(sections);
  };
  const show = () => ask("progress").then(({ sections }) => draw(sections)).catch((error) => {
    if (home) return; // the page has been told meanwhile
    el.replaceChildren(make("p", { role: "alert" }, error.message), make("button", { type: "button", onclick: show }, t("Try again")));
  });
  const follow = (event) => draw(event.detail);
  addEventListener("mentorcourse:progress", follow);
  const news = () => home?.agreements.refresh();
  addEventListener("mentorcourse:agreement", news);
  await show();
  return () => {
    removeEventListener("mentorcourse:progress", follow);
    removeEventListener("mentorcourse:agreement", news);
  };
}
