/** The console: one screen for the day, with the session's clock, words to say, a message, and what is open. */

import { addStyles, address, language, make, plural, spoken, t } from "./site.js";
import { sectionList } from "./roster.js";
import { clockView } from "./session_clock.js";
import { act, followOthers, refresh, setActivity, start, watch } from "./session_desk.js";

const LONGEST = 280; // characters of a message, as the server has it
const hour = new Intl.DateTimeFormat(language, { timeStyle: "short" });

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  addStyles("session");
  const bar = make("div", { class: "mc-clock-now", role: "region", "aria-label": t("Where the session stands"), hidden: true });
  const panel = make("div", { class: "mc-clock" }, make("p", { class: "mc-faint" }, t("Fetching the session…")));
  const news = make("div", { role: "status", class: "mc-news" });
  const words = make("div", {});
  const rest = make("div", {});
  const open = make("div", {});
  el.append(words, panel, news, rest, open);
  (el.closest(".mc-widget") ?? words).before(bar); // beside all parts of the page, so that it stays in sight over them
  const attempt = (work, words = "") => async (event) => {
    event?.preventDefault?.();
    try { await work(event); news.replaceChildren(words); } catch (error) { news.replaceChildren(make("p", { class: "mc-alert" }, error.message)); }
  };
  let told = { session: null, sections: [], spans: [60, 90], next: null };
  watch((now) => {
    if (told.session && !now.session) news.replaceChildren();
    const changed = now.session?.session !== told.session?.session || now.session?.version !== told.session?.version;
    told = now;
    if (changed || !rest.childElementCount) {
      words.replaceChildren(...wordsToSay(told));
      redraw(rest, told.session ? messagePart(told.session, attempt) : []);
    }
    redraw(open, whatIsOpen(told, attempt));
  });
  clockView({ bar, panel, link: (key) => address(`course/guide/${told.session.section}#${key}`).href, idle: () => [startForm(() => told, attempt)] });
  new IntersectionObserver(([seen]) => bar.classList.toggle("mc-clock-away", !seen.isIntersecting)).observe(el);
  followOthers();
  await refresh().catch((error) => panel.replaceChildren(make("p", { class: "mc-alert" }, error.message)));
}

/** Draw anew, but leave alone what somebody is typing and what they have unfolded. @param {HTMLElement} place @param {Node[]} parts */
function redraw(place, parts) {
  const kept = place.querySelector("textarea")?.value;
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  const unfolded = [...place.querySelectorAll("details[open]")].map((one) => one.id);
  place.replaceChildren(...parts);
  const field = place.querySelector("textarea");
  if (field && kept) field.value = kept;
  for (const id of unfolded) place.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function startForm(toldNow, attempt) {
  const { sections, spans, next } = toldNow();
  const select = make("select", { id: "mc-start-section" }, ...sections.map((one) => make("option", { value: one.section, selected: one.section === next }, one.title)));
  const lengths = spans.map((minutes) => make("button", { type: "button", class: "mc-button", onclick: attempt(() => start(select.value, minutes)) }, t("Start the session: {minutes} minutes", { minutes })));
  return make("div", { class: "mc-start" },
    make("p", {}, t("From the start on, participants’ pages show the block, its time and what to do. The clock says where you are and what is next, and proposes a shorter plan when you are late.")),
    make("p", {}, make("label", { for: select.id }, t("Section")), " ", select), make("p", { class: "mc-clock-tools" }, ...lengths));
}

function wordsToSay({ session }) {
  if (!session) return [];
  return [
    make("h2", {}, t("Say")), sayings(session), make("p", {}, make("strong", {}, t("What they are told to do")), " ", make("span", { lang: "en" }, session.block.see)),
    make("p", { class: "mc-clock-tools" },
      make("a", { href: address(`course/guide/${session.section}#${session.block.key}`) }, t("This block in the guide")),
      make("a", { href: address("course/room"), target: "mentorcourse-room" }, t("Room view for the projector")),
      make("a", { href: session.url }, t("Open the section as participants read it"))),
  ];
}

/** The guide's words come as HTML that the server made of its Markdown. */
function sayings({ say }) {
  const parsed = new DOMParser().parseFromString(say, "text/html");
  return make("div", { class: "mc-prose mc-guide-say", lang: "en" }, ...parsed.body.childNodes);
}

function messagePart({ message }, attempt) {
  const field = make("textarea", { id: "mc-message", rows: "2", maxlength: String(LONGEST), "aria-describedby": "mc-message-note" });
  const send = attempt(async () => { const text = field.value; if (!text.trim()) return; await act("say", { text }); document.getElementById(field.id).value = ""; }, t("The message is on everybody’s page."));
  const shown = message ? [make("p", { class: "mc-notice" }, t("On everybody’s page since {time}:", { time: hour.format(new Date(message.at)) }), " ", make("q", {}, message.text), " ",
    make("button", { type: "button", class: "mc-quiet", onclick: attempt(() => act("say", { text: "" }), t("The message is taken away.")) }, t("Take the message away")))] : [];
  return [make("h2", {}, t("A message to everybody")), ...shown,
    make("form", { class: "mc-message-form", onsubmit: send }, make("p", {}, make("label", { for: field.id }, t("Message")), field),
      make("p", { id: "mc-message-note", class: "mc-faint" }, plural(LONGEST, "At most {count} character. It stays until you take it away or send another.", "At most {count} characters. It stays until you take it away or send another.")),
      make("button", { type: "submit", class: "mc-button" }, message ? t("Send in its place") : t("Send the message")))];
}

function whatIsOpen({ session, sections }, attempt) {
  const here = sections.find((one) => one.section === session?.section);
  const parts = here ? [make("h2", {}, t("Activities of this section")),
    make("p", {}, t("Participants’ pages lead to one activity at a time: the running block’s, or the one that you choose here. Only what the cohort sees together can be closed: then it takes no changes.")),
    make("ul", { class: "mc-section-states mc-activity-states" }, ...here.activities.map((one) => activityRow(one, session, attempt)))] : [];
  const forgotten = sections.filter((one) => one !== here).flatMap((one) => one.activities.filter((activity) => !activity.open));
  if (forgotten.length) parts.push(make("h2", {}, t("Activities that are still closed")), make("ul", { class: "mc-section-states mc-activity-states" }, ...forgotten.map((one) => activityRow(one, null, attempt))));
  const say = () => {};
  return [...parts, make("details", { id: "mc-open-sections" }, make("summary", {}, t("Open and close sections")), sectionList(sections, { attempt: (work) => attempt(work), say, show: refresh }))];
}

function activityRow({ activity, title, open, closes }, session, attempt) {
  const key = activity.split(".")[1];
  const isLed = session?.led_to === key;
  const lead = make("button", { type: "button", class: "mc-quiet", id: `mc-lead-${key}`, "aria-pressed": String(isLed), "aria-label": t("Lead everybody to it: {title}", { title }), onclick: attempt(() => act("lead", { activity: isLed ? "" : key })) },
    isLed ? t("Everybody is led here") : t("Lead everybody to it"));
  const words = open ? t("Close") : t("Open");
  const flip = make("button", { type: "button", class: "mc-quiet", id: `mc-flip-${key}`, "aria-label": `${words}: ${title}`, onclick: attempt(() => setActivity(activity, !open)) }, words);
  return make("li", {}, make("span", {}, open ? title : t("{title}: closed", { title })), make("span", { class: "mc-clock-tools" }, session ? lead : "", closes ? flip : ""));
}
