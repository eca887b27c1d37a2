/** The clock of a timed exercise: counts by the wall clock, survives a reload, never moves on by itself. */

import { element, mark, say, show } from "../element.js";
import { words } from "../words.js";

/** @typedef {{phase: number, left: number, ends: number | null}} Clock
 *  left: milliseconds when it stands; ends: moment in milliseconds when it runs */

/**
 * @param {import("../form.js").FormContext} form
 * @param {{key: string, title: string, minutes: number}[]} phases @param {HTMLElement[]} items
 */
export function buildTimer(form, phases, items) {
  const length = (phase) => phases[phase].minutes * 60_000;
  const fresh = (phase) => ({ phase, left: length(phase), ends: null });
  const clock = readClock(form.definition.activity, phases.length) ?? fresh(0);
  let lastLeft = left();

  const face = element("p", { class: "mcf-clock", role: "timer", "aria-label": words.timeLeft, "aria-live": "off" });
  const title = element("p", { class: "mcf-clock-title" });
  const news = element("p", { class: "mcf-clock-news", role: "status" });
  const button = (text, act, kind = "") => element("button", { type: "button", class: `mcf-button ${kind}`,
    on: { click: () => { act(); keepClock(form.definition.activity, clock); tick(); } } }, text);
  const go = button(words.start, () => (clock.ends === null ? start() : pause()), "mcf-main");
  const more = button(words.addMinute, () => {
    if (clock.ends === null) clock.left += 60_000;
    else clock.ends = Math.max(clock.ends, Date.now()) + 60_000;
  });
  const next = button(words.nextPhase, () => {
    Object.assign(clock, fresh(clock.phase + 1));
    start();
  });
  const again = button(words.restart, () => {
    Object.assign(clock, fresh(0));
    say(news, "");
  });

  function left() {
    return clock.ends === null ? clock.left : Math.max(0, clock.ends - Date.now());
  }

  function start() {
    const whole = clock.left === length(clock.phase);
    clock.ends = Date.now() + clock.left;
    const phase = phases[clock.phase];
    say(news, whole ? words.phaseStarts(phase.title, phase.minutes) : "");
  }

  function pause() {
    clock.left = left();
    clock.ends = null;
  }

  function tick() {
    const now = left();
    if (clock.ends !== null && lastLeft > 60_000 && now <= 60_000 && now > 0) say(news, words.minuteLeft);
    if (clock.ends !== null && now === 0) end();
    lastLeft = now;
    draw(now);
  }

  function end() {
    Object.assign(clock, { left: 0, ends: null });
    keepClock(form.definition.activity, clock);
    say(news, clock.phase < phases.length - 1 ? words.timeUp : words.timeUpLast);
  }

  function draw(now) {
    const seconds = Math.ceil(now / 1000);
    say(face, `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
    say(title, `${words.phaseOf(clock.phase + 1, phases.length)}: ${phases[clock.phase].title}`);
    say(go, clock.ends !== null ? words.pause : clock.left === length(clock.phase) ? words.start : words.resume);
    show(go, clock.ends !== null || clock.left > 0);
    show(next, clock.phase < phases.length - 1);
    items.forEach((item, index) => mark(item, "aria-current", index === clock.phase ? "step" : null));
  }

  const beat = setInterval(tick, 500);
  form.onEnd(() => clearInterval(beat));
  tick();
  return element("div", { class: "mcf-timer", role: "group", "aria-label": words.timer },
    element("div", {}, title, face), element("div", { class: "mcf-row" }, go, more, next, again), news);
}

const place = (activity) => `mentorcourse:timer:${activity}`;

/** @returns {Clock | null} */
function readClock(activity, phases) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place(activity)) ?? "null");
    return kept && kept.phase >= 0 && kept.phase < phases && Number.isFinite(kept.left) ? kept : null;
  } catch {
    return null;
  }
}

/** @param {Clock} clock */
function keepClock(activity, clock) {
  try {
    sessionStorage.setItem(place(activity), JSON.stringify(clock));
  } catch {
    // Without storage the clock starts anew after a reload.
  }
}
