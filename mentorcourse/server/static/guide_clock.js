/** The clock of a live session: where it stands, what is next, and a shorter plan when it runs late. */

import { ask, language, make, plural, settings, spoken, t } from "./site.js";
import { allowed, behind, face, isOver, spent, standing, starts, timeOf, total } from "./guide_time.js";

/** @typedef {import("./guide_time.js").Clock} Clock */

const { stem, titles, plans } = settings().session;
const KEPT = `mentorcourse:clock:${stem}`;
const hour = new Intl.DateTimeFormat(language, { timeStyle: "short" });
const now = () => Date.now();
const name = (key) => make("span", { lang: "en" }, titles[key] ?? key);

/** @type {Clock | null} */
let clock = read();
const panel = document.getElementById("mc-clock");
const bar = document.getElementById("mc-clock-now");
const news = make("div", { role: "status", class: "mc-clock-news" });

/** @returns {Clock | null} the clock that this device keeps, unless it is a day old */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    return kept && now() - kept.began < 86_400_000 && kept.plan.every(([key]) => key in titles) ? kept : null;
  } catch { return null; }
}

function keep() {
  try {
    if (clock) localStorage.setItem(KEPT, JSON.stringify(clock)); else localStorage.removeItem(KEPT);
  } catch { /* A browser that keeps nothing runs the clock until the page is left. */ }
}

/** Change the clock, keep it, and show it. @param {() => void} change @param {...(Node|string)} words */
function act(change, ...words) {
  change();
  keep();
  news.replaceChildren(...words);
  show();
}

const button = (words, onclick, quiet = true) => make("button", { type: "button", class: quiet ? "mc-quiet" : "mc-button", onclick }, words);

const begin = (minutes) => act(() => { clock = { began: now(), plan: plans[minutes], marks: [], added: 0, before: null }; });
const next = () => act(() => { clock.marks.push(now()); clock.added = 0; clock.before = null; });
const addMinute = () => act(() => { clock.added = Math.max(clock.added, Math.ceil(spent(clock, now()) - allowed(clock) + clock.added)) + 1; });

function stop() {
  if (confirm(t("Stop the clock? Where the session stands is forgotten."))) act(() => { clock = null; });
}

/** Ask for a plan that ends in time, or `more` minutes later. @param {number} more */
async function propose(more = 0) {
  try {
    const proposal = await ask(`guide/${stem}/plan`, { method: "POST", body: standing(clock, now(), more) });
    news.replaceChildren(...proposalWords(proposal));
  } catch (error) {
    const { missing } = error.reply ?? {};
    const longer = missing ? button(plural(missing, "Go on {count} minute longer", "Go on {count} minutes longer"), () => propose(missing), false) : "";
    news.replaceChildren(make("p", { class: "mc-alert" }, error.message), longer);
  }
  news.querySelector("button")?.focus({ preventScroll: true });
  news.scrollIntoView();
}

function proposalWords({ plan, cut, shorter }) {
  if (!cut.length && !shorter.length && total(plan) === total(clock.plan)) {
    return [make("p", {}, t("There is nothing to change: the session can end as planned."))];
  }
  const lines = [
    ...cut.map((key) => make("li", {}, t("Left out:"), " ", name(key))),
    ...shorter.map(([key, was, is]) => make("li", {}, name(key), ": ", t("{now} instead of {was} minutes", { now: is, was }))),
  ];
  const use = () => {
    act(() => { Object.assign(clock, { before: { plan: clock.plan, added: clock.added }, plan, added: 0 }); }, t("The new plan is in use."));
    panel.querySelector(".mc-clock-undo")?.focus();
  };
  const leave = () => { news.replaceChildren(); again.focus(); };
  return [
    make("p", {}, t("To end at {time}:", { time: hour.format(timeOf(clock, total(plan))) })), make("ul", {}, ...lines),
    make("p", { class: "mc-clock-tools" }, button(t("Use this plan"), use, false), button(t("Keep the plan as it is"), leave)),
  ];
}

const undoButton = () => make("button", { type: "button", class: "mc-quiet mc-clock-undo", onclick: undo }, t("Undo the new plan"));

const undo = () => act(() => { Object.assign(clock, clock.before, { before: null }); }, t("The earlier plan is back."));

function punctuality() {
  const late = behind(clock, now());
  if (late > 0) return plural(late, "{count} minute behind", "{count} minutes behind");
  return late < 0 ? plural(-late, "{count} minute ahead", "{count} minutes ahead") : t("On time");
}

function remaining() {
  const left = allowed(clock) - spent(clock, now());
  return left >= 0 ? t("{time} left", { time: face(left) }) : t("{time} over", { time: face(left) });
}

function nextWords() {
  const place = clock.marks.length + 1;
  const at = { time: hour.format(timeOf(clock, starts(clock, place) + Math.max(0, behind(clock, now())))) };
  if (place >= clock.plan.length) return [t("Then the session is over, at {time}.", at)];
  return [t("Next, at {time}:", at), " ", name(clock.plan[place][0])];
}

const time = make("span", { role: "timer", "aria-live": "off", class: "mc-clock-face" });
const state = make("span", { class: "mc-clock-state" });
const after = make("p", { class: "mc-clock-next" });
const again = button(t("Re-plan"), () => propose());

/** What changes with every second. */
function tick() {
  if (!clock || isOver(clock)) return;
  time.textContent = remaining();
  state.textContent = punctuality();
  after.replaceChildren(...nextWords());
  again.disabled = behind(clock, now()) < 1;
  bar.classList.toggle("mc-clock-late", behind(clock, now()) > 0);
}

function planTable() {
  const rows = clock.plan.map(([key, minutes], place) => make("tr", { "aria-current": place === clock.marks.length && "step" },
    make("td", {}, hour.format(timeOf(clock, starts(clock, place)))), make("th", { scope: "row" }, name(key)),
    make("td", {}, t("{minutes} min", { minutes }), place < clock.marks.length ? ` · ${t("done")}` : "")));
  const head = [t("Begins"), t("Block"), t("Minutes")].map((title) => make("th", { scope: "col" }, title));
  return make("table", { class: "mc-guide-show" }, make("caption", {}, t("Plan for today")),
    make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
}

function showStart() {
  bar.hidden = true;
  const buttons = Object.keys(plans).map((minutes) => button(t("Start the clock: {minutes} minutes", { minutes }), () => begin(minutes), false));
  panel.replaceChildren(make("h2", {}, t("On the day")),
    make("p", {}, t("The clock runs on this device alone. It says where you are and what is next, and proposes a shorter plan when you are late.")),
    make("p", { class: "mc-clock-tools" }, ...buttons), news);
}

function showRunning() {
  const key = clock.plan[clock.marks.length][0];
  const last = clock.marks.length === clock.plan.length - 1;
  bar.hidden = false;
  bar.replaceChildren(make("p", { class: "mc-clock-block" }, make("a", { href: `#${key}` }, name(key)), " ", time, " ", state), after,
    make("p", { class: "mc-clock-tools" }, button(last ? t("End the session") : t("Next block"), next, false), button(t("Add a minute"), addMinute), again));
  panel.replaceChildren(make("h2", {}, t("On the day")), news,
    ...(clock.before ? [make("p", {}, undoButton())] : []), planTable(), make("p", {}, button(t("Stop the clock"), stop)));
  tick();
}

function showEnd() {
  bar.hidden = true;
  panel.replaceChildren(make("h2", {}, t("On the day")), make("p", { role: "status" }, t("The session is over."), " ", punctuality()),
    planTable(), make("p", {}, button(t("Stop the clock"), stop)));
}

function show() {
  const focused = document.activeElement?.textContent;
  document.body.classList.toggle("mc-clock-runs", Boolean(clock) && !isOver(clock));
  if (!clock) showStart(); else if (isOver(clock)) showEnd(); else showRunning();
  // What was pressed is there again under the same words: the keyboard stays where it was.
  if (document.activeElement === document.body) [...panel.querySelectorAll("button"), ...bar.querySelectorAll("button")].find((one) => one.textContent === focused)?.focus({ preventScroll: true });
}

spoken.then(() => {
  again.textContent = t("Re-plan");
  show();
  setInterval(tick, 1000);
});
