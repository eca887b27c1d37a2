/** The live band: what goes on in the room, at the top of participants' pages while a session runs. */

import { addStyles, language, make, plural, t } from "./site.js";
import { follow } from "./follow.js";
import { face, leftOf } from "./guide_time.js";
import { serverNow } from "./server_time.js";
import { staysAt } from "./stays.js";

const SAID_AT = [5, 1]; // minutes before the end of a block that a screen reader is told of

/** @type {Map<string, HTMLElement>} */
const slots = new Map(["partner", "pulse"].map((name) => [name, make("div", { class: "mc-live-slot", "data-slot": name })]));

/** A place in the band, for another part of the session to fill. @param {"partner"|"pulse"} name */
export const slot = (name) => slots.get(name);

const clockTime = new Intl.DateTimeFormat(language, { timeStyle: "short" });
const time = make("span", { role: "timer", "aria-live": "off", class: "mc-live-time" });
const corner = make("div", { class: "mc-live-corner", "aria-hidden": "true", hidden: true });
const words = make("div", {});
const news = make("div", { role: "status", class: "mc-unseen" });
const band = make("section", { class: "mc-live", hidden: true }, words, ...slots.values(), news);

/** @type {any} the session as it was last told */
let session = null;
/** @type {string[]} activities that take no changes now */
let closed = [];
let minutesSaid = Infinity;
let isInView = true;

/** Put the band on the page and let it follow. */
export function showBand() {
  band.setAttribute("aria-label", t("Live session"));
  document.getElementById("mc-banner").after(band);
  document.body.append(corner);
  new IntersectionObserver(([seen]) => { isInView = seen.isIntersecting; corner.hidden = !session || isInView; }).observe(band);
  follow("session", changed);
  follow("closed", (now) => { closed = now ?? []; if (session) { words.replaceChildren(...lines()); tick(); } });
  setInterval(tick, 1000);
}

const isClosed = ({ activity }) => closed.includes(activity);

const left = () => leftOf(session, serverNow());

function changed(now) {
  const before = session;
  session = now;
  if (now) addStyles("live_band");
  band.hidden = !now;
  corner.hidden = !now || isInView;
  if (!now) return;
  words.replaceChildren(...lines());
  minutesSaid = left();
  tick();
  announce(before);
}

function lines() {
  const { block, activity, message, title, url, section } = session;
  const isHere = document.body.dataset.section === section;
  const name = make("p", { class: "mc-live-block" }, make("strong", { lang: "en" }, block.title), " ", time);
  return [
    name,
    make("p", { lang: "en", class: "mc-live-see" }, block.see),
    activity ? make("p", {}, isClosed(activity) ? t("Closed for now:") : t("Open now:"), " ", make("a", { href: `${url}#activity=${activity.activity}`, onclick: (event) => { if (goTo(activity.activity)) event.preventDefault(); } }, activity.title)) : "",
    isHere ? "" : make("p", {}, t("Your cohort is in section"), " ", make("a", { href: url }, title)),
    message ? make("p", { class: "mc-live-message" }, make("strong", {}, t("From your facilitator, {time}:", { time: clockTime.format(new Date(message.at)) })), " ", message.text) : "",
  ].filter(Boolean);
}

/** Scroll to an activity's form. @param {string} activity @returns {HTMLElement | null} the form, if it is on this page */
function goTo(activity) {
  const form = document.querySelector(`[data-activity="${CSS.escape(activity)}"]`);
  if (!form) return null;
  form.scrollIntoView();
  const title = form.querySelector("h3");
  title?.setAttribute("tabindex", "-1");
  title?.focus({ preventScroll: true });
  return form;
}

/** Whoever came by a link to an activity is led to it, once its form stands. */
export function followLink() {
  const activity = location.hash.match(/^#activity=([\w.]+)$/)?.[1];
  const form = activity && goTo(activity);
  if (form) staysAt(form);
}

/** Say in one breath what is new. */
function announce(before) {
  const said = [];
  if (before?.block.key !== session.block.key) said.push(`${session.block.title}.`, timeWords());
  else if (before.paused !== session.paused) said.push(session.paused ? t("The session is paused.") : t("The session goes on."));
  if (session.message && session.message.at !== before?.message?.at) said.push(t("A message from your facilitator:"), session.message.text);
  if (said.length) news.textContent = said.join(" ");
}

function timeWords() {
  const minutes = Math.round(left());
  return minutes > 0 ? plural(minutes, "{count} minute left.", "{count} minutes left.") : t("The time is up.");
}

/** What changes with every second; only now and then is it spoken. */
function tick() {
  if (!session) return;
  const minutes = left();
  const over = minutes <= 0;
  time.textContent = session.paused ? t("Paused, {time} left", { time: face(Math.max(0, minutes)) })
    : over ? t("The time is up.") : t("{time} left", { time: face(minutes) });
  corner.textContent = face(Math.max(0, minutes));
  band.classList.toggle("mc-live-over", over);
  if (session.paused) return;
  const due = [...SAID_AT, 0].find((mark) => minutes <= mark && minutesSaid > mark);
  minutesSaid = minutes;
  if (due !== undefined) news.textContent = due ? plural(due, "{count} minute left.", "{count} minutes left.") : t("The time is up.");
}
