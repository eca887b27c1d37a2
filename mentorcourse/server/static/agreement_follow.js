/** What comes after: when the two meet, as a file for their calendars, and the look back after ninety days. */

import { address, ask, language, make, t } from "./site.js";
import { whose } from "./agreement_rows.js";
import { say } from "./asking.js";

const exact = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" });
const day = new Intl.DateTimeFormat(language, { dateStyle: "long" });
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

const rhythms = () => ({ week: t("every week"), "two weeks": t("every two weeks"), month: t("once a month, on the same weekday") });

/** @param {string} words @param {HTMLElement} control */
const labelled = (words, control) => make("p", {}, make("label", { for: control.id }, words), make("br"), control);

/** When the two meet. @param {any} page */
export function planPart(page) {
  const { agreement } = page;
  const plan = agreement.plan ?? {};
  const stands = agreement.plan && !plan.cancelled;
  const news = make("div", { role: "status", class: "mc-news" });
  const send = (method, body, words) => async () => {
    try {
      await page.take(await ask(`agreements/${agreement.id}/check-ins`, { method, body }));
      say(page.news, words);
    } catch (error) {
      say(news, error.message, true);
    }
  };
  const file = agreement.plan && make("p", {}, make("a", { href: address(`course/api/agreements/${agreement.id}/check-ins.ics`), download: "" },
    stands ? t("Put the check-ins in my calendar") : t("Take the check-ins out of my calendar")));
  const next = agreement.meeting ? make("p", {}, t("The next one: {when}.", { when: exact.format(new Date(agreement.meeting)) })) : "";
  const form = agreement.may_comment ? planForm(plan, stands, send, news) : "";
  return make("section", { class: "mca-plan", "aria-labelledby": "mca-plan-title" }, make("h2", { id: "mca-plan-title" }, t("Check-ins")),
    make("p", {}, stands ? t("You have said when you meet. After a change, put the new file in your calendar: it takes the place of the old one.") : t("Say when you meet, as it stands in Logistics and Regular check-ins. Then each of you can put it in a calendar, and the course reminds you.")),
    next, file || "", form, news);
}

function planForm(plan, stands, send, news) {
  const field = (id, type, value, more = {}) => make("input", { id: `mca-${id}`, type, value: value ?? "", required: true, ...more });
  const first = field("first", "date", plan.first);
  const at = field("at", "time", plan.at);
  const minutes = field("minutes", "number", plan.minutes ?? 60, { min: 5, max: 480 });
  const times = field("times", "number", plan.times ?? 12, { min: 1, max: 104 });
  const every = make("select", { id: "mca-every" }, ...Object.entries(rhythms()).map(([key, words]) => make("option", { value: key, selected: key === (plan.every ?? "month") }, words)));
  const zone = field("zone", "text", plan.zone ?? here, { list: "mca-zones", autocomplete: "off" });
  const zones = make("datalist", { id: "mca-zones" }, ...(Intl.supportedValuesOf?.("timeZone") ?? []).map((one) => make("option", { value: one })));
  const values = () => ({ first: first.value, at: at.value, zone: zone.value, minutes: Number(minutes.value), every: every.value, times: Number(times.value) });
  const submit = (event) => {
    event.preventDefault();
    say(news, "");
    send("PUT", values(), t("Kept. Both of you can put it in your calendars now."))();
  };
  const cancel = stands ? make("button", { type: "button", class: "mc-quiet", onclick: send("DELETE", undefined, t("Called off. The file now takes the check-ins out of your calendars.")) }, t("Call the check-ins off")) : "";
  return make("details", { class: "mca-part" }, make("summary", {}, stands ? t("Change when we meet") : t("Say when we meet")),
    make("form", { onsubmit: submit, novalidate: true }, labelled(t("First check-in"), first), labelled(t("At"), at), labelled(t("How often"), every), labelled(t("How many of them"), times),
      labelled(t("Minutes"), minutes), labelled(t("Time zone of these hours"), zone), zones,
      make("p", {}, make("button", { type: "submit", class: "mc-main-button" }, t("Keep this")), " ", cancel)));
}

const asked = () => ({
  goals: t("Where are we with these goals now?"),
  changed: t("What has changed since, for you, for us or around us?"),
  next: t("What do we keep, and what do we change?"),
});

const quoted = (text) => (text?.trim() ? make("p", { class: "mc-entry-text mca-quoted", dir: "auto" }, text) : make("p", { class: "mc-faint" }, t("(nothing written)")));

/** The look back: the goals as they were signed beside what each says of them now. */
export class LookBack {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
    this.element = make("div");
    this.controller = null;
    this.number = null;
  }

  /** @param {any} agreement */
  show(agreement) {
    const { back } = agreement;
    const number = back && `${back.number} ${agreement.may_comment}`;
    if (number !== this.number) {
      this.number = number;
      this.controller?.destroy();
      this.controller = null;
      this.element.replaceChildren(...(back ? [this.draw(agreement)] : []));
    }
    if (back) this.theirs.replaceChildren(...answersOf(back.theirs, t("{name} has written nothing here yet.", { name: agreement.other })));
    if (back && !this.controller) this.mine.replaceChildren(...answersOf(back.mine, t("You wrote nothing here.")));
  }

  draw(agreement) {
    const { back } = agreement;
    const other = agreement.side === "mentee" ? "mentor" : "mentee";
    this.mine = make("div");
    this.theirs = make("div");
    const part = make("section", { class: "mca-look-back", "aria-labelledby": "mca-back-title" }, make("h2", { id: "mca-back-title" }, t("Ninety days later: where are we now?")),
      make("p", {}, t("These are your goals as both of you signed them on {day}. Answer for yourself, then talk about it: each of you sees what the other writes.", { day: day.format(new Date(back.signed_at)) })),
      make("div", { class: "mca-cells" }, ...["mentee", "mentor"].map((side) => make("div", { class: "mca-cell", role: "group", "aria-label": `${back.label}: ${whose(agreement, side)}` }, make("p", { class: "mca-who" }, `${back.label}: ${whose(agreement, side)}`), quoted(back.goals[side])))),
      this.mine, make("h3", {}, whose(agreement, other)), this.theirs);
    if (agreement.may_comment) {
      const holder = make("div", { class: "mc-widget" });
      this.mine.replaceChildren(holder);
      this.controller = this.page.tools.mountForm(holder, definitionOf(agreement));
    }
    return part;
  }
}

function answersOf(answers, none) {
  const given = Object.entries(asked()).filter(([key]) => answers[key]?.trim());
  return given.length ? given.flatMap(([key, words]) => [make("p", { class: "mc-faint" }, words), quoted(answers[key])]) : [make("p", { class: "mc-faint" }, none)];
}

/** One's own half, kept as one types. */
function definitionOf(agreement) {
  const prompts = asked();
  const field = (label) => ({ label, takes: "text", hint: "", help: "", options: [], characters: agreement.characters, entries: 1, follow_up: "", points: {}, from: 0, to: 0 });
  return {
    activity: agreement.back.activity, kind: "answers", title: t("Where are we now?"), audience: "pair", minutes: 10, instructions: "", compose: null, calendar: null,
    audience_words: agreement.audience_words, language: agreement.language, fields: Object.fromEntries(Object.entries(prompts).map(([key, label]) => [key, field(label)])),
    steps: Object.keys(prompts).map((key) => [key]), layout: { prompts: Object.keys(prompts) },
  };
}
