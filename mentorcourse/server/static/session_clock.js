/** The clock of the live session as facilitators see it: where it stands, what is next, and a shorter plan when late. */

import { ask, language, make, plural, t } from "./site.js";
import { behind, face, leftOf, timeOf } from "./guide_time.js";
import { confirmation } from "./asking.js";
import { serverNow } from "./server_time.js";
import { act, watch } from "./session_desk.js";

const hour = new Intl.DateTimeFormat(language, { timeStyle: "short" });
const REST = 800; // milliseconds in which the button that moves the session takes no second press
const name = (title) => make("span", { lang: "en" }, title);
const button = (words, onclick, quiet = true) => make("button", { type: "button", class: quiet ? "mc-quiet" : "mc-button", onclick }, words);

const doneWords = () => ({
  next: t("Back to the block before"), plan: t("Undo the new plan"), add: t("Undo: added time"), pause: t("Undo the pause"),
  resume: t("Undo: let the time run"), lead: t("Undo: opened activity"),
});

/**
 * Two parts for a page: the bar, which says where the session stands, and the panel with the whole plan.
 * @param {{bar: HTMLElement, panel: HTMLElement, link: (key: string) => string, owns?: (session: any) => boolean,
 *   idle: (session: any) => Node[]}} page `link` leads to a block; `idle` is shown while no session of its own runs
 */
export function clockView({ bar, panel, link, owns = () => true, idle }) {
  const news = make("div", { role: "status", class: "mc-clock-news" });
  const time = make("span", { role: "timer", "aria-live": "off", class: "mc-clock-face" });
  const state = make("span", { class: "mc-clock-state" });
  const after = make("p", { class: "mc-clock-next" });
  const again = button(t("Re-plan"), () => propose());
  const table = make("div");
  /** @type {any} */
  let session = null;
  const say = (...words) => news.replaceChildren(...words);

  let turn = 0; // of what was asked for last: an answer that comes later than the next question takes no words away

  /** Do `work` and say what came of it. @param {() => Promise<any>} work @param {string} [words] */
  async function attempt(work, words = "") {
    turn += 1;
    const mine = turn;
    try {
      await work();
      if (mine === turn) say(words);
    } catch (error) { say(make("p", { class: "mc-alert" }, error.message)); }
  }

  const press = (what, more, words) => () => attempt(() => act(what, more), words);
  const end = async ({ currentTarget }) => {
    const body = [make("p", {}, t("The band on participants’ pages goes away; what they wrote stays."))];
    if (await confirmation(currentTarget, { title: t("End the session for everybody?"), yes: t("End the session"), no: t("Not yet"), body })) press("end", {}, t("The session is over."))();
  };

  /** Ask for a plan that ends in time, or `more` minutes later. @param {number} more */
  async function propose(more = 0) {
    turn += 1;
    try {
      say(...proposal(await ask("staff/session/plan", { method: "POST", body: { more } })));
    } catch (error) {
      const { missing } = error.reply ?? {};
      say(make("p", { class: "mc-alert" }, error.message),
        missing ? button(plural(missing, "Go on {count} minute longer", "Go on {count} minutes longer"), () => propose(missing), false) : "");
    }
    news.querySelector("button")?.focus({ preventScroll: true });
    news.scrollIntoView({ block: "nearest" });
  }

  function proposal({ plan, before, after: total, cut, shorter }) {
    if (!cut.length && !shorter.length && total === before) return [make("p", {}, t("There is nothing to change: the session can end as planned."))];
    const lines = [
      ...cut.map((key) => make("li", {}, t("Left out:"), " ", name(session.titles[key]))),
      ...shorter.map(([key, was, is]) => make("li", {}, name(session.titles[key]), ": ", t("{now} instead of {was} minutes", { now: is, was }))),
    ];
    const use = () => press("plan", { plan }, t("The new plan is in use."))().then(() => panel.querySelector(".mc-clock-undo")?.focus());
    return [
      make("p", {}, t("To end at {time}:", { time: hour.format(timeOf(session, total)) })), make("ul", {}, ...lines),
      make("p", { class: "mc-clock-tools" }, button(t("Use this plan"), use, false), button(t("Keep the plan as it is"), () => { say(); again.focus(); })),
    ];
  }

  function punctuality(late) {
    if (late > 0) return plural(late, "{count} minute behind", "{count} minutes behind");
    return late < 0 ? plural(-late, "{count} minute ahead", "{count} minutes ahead") : t("On time");
  }

  function remaining(left) {
    if (session.paused) return t("Paused, {time} left", { time: face(Math.max(0, left)) });
    return left >= 0 ? t("{time} left", { time: face(left) }) : t("{time} over", { time: face(left) });
  }

  function nextWords(late) {
    const following = session.plan[session.block.number];
    const at = { time: hour.format(new Date(Date.parse(session.due) + late * 60_000)) };
    return following ? [t("Next, at {time}:", at), " ", name(following.title)] : [t("Then the session is over, at {time}.", at)];
  }

  /** What changes with every second. */
  function tick() {
    if (!session) return;
    const now = serverNow();
    const late = behind(session, now);
    time.textContent = remaining(leftOf(session, now));
    if (state.textContent !== punctuality(late)) {
      state.textContent = punctuality(late);
      after.replaceChildren(...nextWords(late));
      table.replaceChildren(planTable(late));
    }
    again.disabled = late < 1;
    bar.classList.toggle("mc-clock-late", late > 0);
  }

  /** When each block began, or will at this pace. @param {number} late minutes */
  function planTable(late) {
    const place = session.block.number - 1;
    const began = (at) => session.took.slice(0, at).reduce((sum, minutes) => sum + minutes, 0);
    const rows = session.plan.map(({ title, minutes, starts }, at) => make("tr", { "aria-current": at === place && "step" },
      make("td", {}, hour.format(timeOf(session, at > place ? starts + late : began(at)))), make("th", { scope: "row" }, name(title)),
      make("td", {}, t("{minutes} min", { minutes }), at < place ? ` · ${t("took {minutes}", { minutes: session.took[at] })}` : "")));
    const head = [t("Begins"), t("Block"), t("Minutes")].map((title) => make("th", { scope: "col" }, title));
    return make("table", { class: "mc-guide-show" }, make("caption", {}, t("Plan for today")), make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
  }

  function onward() {
    const isLast = session.block.number === session.block.of;
    const rest = () => { go.disabled = true; setTimeout(() => { go.disabled = false; }, REST); };
    const go = isLast ? button(t("End the session"), end, false) : button(t("Next block"), () => { rest(); press("next")(); }, false);
    rest();
    return go;
  }

  function drawRunning() {
    const pausing = session.paused ? button(t("Go on"), press("resume")) : button(t("Pause"), press("pause"));
    bar.hidden = false;
    bar.replaceChildren(make("p", { class: "mc-clock-block" }, make("a", { href: link(session.block.key) }, name(session.block.title)), " ", time, " ", state), after,
      make("p", { class: "mc-clock-tools" }, onward(), pausing, button(t("Add a minute"), press("add", { minutes: 1 })), button(t("Add 5 minutes"), press("add", { minutes: 5 })), again));
    const undo = session.undo ? [make("button", { type: "button", class: "mc-quiet mc-clock-undo", onclick: press("undo", {}, t("It is as it was before.")) }, doneWords()[session.undo] ?? t("Undo"))] : [];
    panel.replaceChildren(news, make("p", { class: "mc-clock-tools" }, ...undo, session.block.number < session.block.of ? button(t("End the session"), end) : ""), table,
      make("p", { class: "mc-faint" }, t("Last change: {name}, {time}", { name: session.changed_by, time: hour.format(new Date(session.changed_at)) })));
    state.textContent = "";
    tick();
  }

  function draw() {
    const focused = document.activeElement?.textContent;
    document.body.classList.toggle("mc-clock-runs", Boolean(session));
    if (session) drawRunning();
    else { bar.hidden = true; panel.replaceChildren(news, ...idle(attempt)); }
    // What was pressed is there again under the same words: the keyboard stays where it was.
    if (document.activeElement === document.body) [...bar.querySelectorAll("button"), ...panel.querySelectorAll("button")].find((one) => one.textContent === focused)?.focus({ preventScroll: true });
  }

  watch((told) => {
    const before = session;
    session = told.session && owns(told.session) ? told.session : null;
    if (before && session && before.session === session.session && before.version === session.version) return;
    if (before && !session) say(t("The session is over."));
    draw();
  });
  setInterval(tick, 1000);
}
