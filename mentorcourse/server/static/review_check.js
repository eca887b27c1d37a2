/** Checks before a release: ask for one, rate blind as second reader, see where two differ, send the review back. */

import { ask, language, make, plural, t } from "./site.js";
import { confirmation } from "./asking.js";
import { tidy } from "./review_saving.js";

const moment = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });

/** What one's own review waits for, or what has come back with it. @param {any} desk */
export function askedPart(desk) {
  const { asked } = desk.check;
  if (!asked || desk.isReleased) return "";
  const at = moment.format(new Date(asked.asked_at));
  if (asked.state === "asked") {
    const words = asked.kind === "lead" ? t("Your review has been with the lead trainer since {at}. It does not change meanwhile.", { at }) : t("Your review has been waiting for a second reader since {at}. It does not change meanwhile.", { at });
    return make("div", { class: "mc-check" }, make("p", {}, words), make("button", { type: "button", class: "mc-quiet", onclick: () => takeBack(desk) }, t("Take it back, to change it")));
  }
  const told = !asked.checker ? t("You have taken your review back. Ask again when it is ready.")
    : asked.state === "returned" ? t("{name} has returned your review with a note. Change it, then ask again.", { name: asked.checker })
      : asked.kind === "lead" ? t("{name} has approved your review as it was. If you change it, ask again.", { name: asked.checker })
        : t("{name} has read your review. You may still change it, and then release it.", { name: asked.checker });
  const note = asked.note ? [make("p", { class: "mc-faint" }, t("Note from {name}:", { name: asked.checker })), make("p", { class: "mc-entry-text" }, asked.note)] : [];
  return make("div", { class: "mc-check", role: "group", "aria-label": t("What the check has brought") }, make("p", {}, told), ...note, ...asked.readings.map((one) => make("p", {}, summary(asked.levels, one))));
}

function summary(levels, { name, levels: other }) {
  const pairs = Object.entries(levels).flatMap(([question, by]) => Object.entries(by).map(([criterion, level]) => level === other[question]?.[criterion]));
  const same = pairs.filter(Boolean).length;
  return plural(pairs.length, "You and {name} have rated {same} of {count} the same.", "You and {name} have rated {same} of {count} the same.", { name, same });
}

/** Where two have rated one question differently, in words. @param {any} desk @param {string} question */
export function differencesPart(desk, question) {
  const { asked, waiting } = desk.check;
  if (waiting?.own) return comparison(desk, waiting.own[question], waiting.levels[question], waiting.name);
  return make("div", {}, ...(asked?.readings ?? []).map((one) => comparison(desk, asked.levels[question], one.levels[question], one.name)));
}

function comparison({ rubric }, mine = {}, theirs = {}, name) {
  const names = Object.fromEntries(rubric.levels.map((level) => [level.key, level.label]));
  const order = rubric.levels.map((level) => level.key);
  const line = (criterion) => {
    const apart = Math.abs(order.indexOf(mine[criterion.key]) - order.indexOf(theirs[criterion.key]));
    const words = apart ? plural(apart, "{count} level apart", "{count} levels apart") : t("the same");
    return [make("dt", {}, criterion.label), make("dd", { class: apart ? "mc-apart" : false }, t("You: {own}. {name}: {theirs}; {words}.", { own: names[mine[criterion.key]], theirs: names[theirs[criterion.key]], name, words }))];
  };
  const both = rubric.criteria.filter((criterion) => mine[criterion.key] && theirs[criterion.key]);
  return both.length ? make("dl", { class: "mc-levels" }, ...both.flatMap(line)) : "";
}

/** What a colleague has said on one question, or overall. @param {any} desk @param {string} question "" for overall */
export function colleaguePart(desk, question) {
  const { waiting } = desk.check;
  const text = question ? waiting.draft.comments[question] : waiting.draft.overall;
  const levels = question && !waiting.own ? waiting.draft.levels[question] ?? {} : {};
  const rated = desk.rubric.criteria.filter((one) => levels[one.key]);
  if (!text && !rated.length) return "";
  const label = (one) => desk.rubric.levels.find((level) => level.key === levels[one.key])?.label ?? "";
  return make("div", {}, make("p", { class: "mc-faint" }, t("From {name}, not released yet:", { name: waiting.name })), text ? make("p", { class: "mc-entry-text" }, text) : "",
    rated.length ? make("ul", { class: "mc-rated" }, ...rated.map((one) => make("li", {}, make("strong", {}, `${one.label}: ${label(one)}. `), one.levels[levels[one.key]]))) : "");
}

/** The end of a colleague's review: rate first, then send it back. @param {any} desk */
export function checkPart(desk) {
  const { waiting } = desk.check;
  const told = make("p", { role: "status" });
  const body = waiting.draft ? sendingPart(desk, told) : [
    make("p", {}, t("{name} has reviewed this and asks for a second reading. Rate it by yourself first, wherever there are levels above; then you see their review, and where you differ.", { name: waiting.name })),
    make("p", {}, make("button", { type: "button", class: "mc-main-button", onclick: () => rate(desk, told) }, t("Show me the review of {name}", { name: waiting.name })))];
  return make("section", { class: "mc-closing-review", "aria-label": t("Check") }, ...body, desk.stateLine, desk.both, told);
}

function sendingPart(desk, told) {
  const { waiting } = desk.check;
  const isLead = waiting.kind === "lead";
  const place = `mentorcourse:${desk.page.me.draft_key}:note:${desk.id}`;
  const note = make("textarea", { id: "mc-check-note", rows: "3", maxlength: "2000" });
  try { note.value = localStorage.getItem(place) ?? ""; } catch { /* a browser that keeps nothing */ }
  note.addEventListener("input", () => { try { localStorage.setItem(place, note.value); } catch { /* it stays on the page */ } });
  const send = (approves, message) => async () => {
    try {
      await ask(`review/submissions/${desk.id}/verdict`, { method: "PUT", body: { of: waiting.trainer, version: waiting.version, note: note.value, approves } });
      try { localStorage.removeItem(place); } catch { /* nothing was kept */ }
      await desk.page.close(message);
    } catch (error) { told.replaceChildren(make("span", { class: "mc-alert" }, error.message)); }
  };
  const { name } = waiting;
  const approve = make("button", { type: "button", class: "mc-main-button", onclick: send(true, t("Sent back to {name}, who can release it now.", { name })) }, isLead ? t("Approve it") : t("Send it back to {name}", { name }));
  const back = isLead ? make("button", { type: "button", class: "mc-quiet", onclick: send(false, t("Returned to {name} with your note.", { name })) }, t("Return it with the note")) : "";
  return [colleaguePart(desk, ""), waiting.own ? make("p", {}, summary(waiting.own, { name, levels: waiting.levels })) : "",
    make("div", { class: "mc-answer" }, make("label", { for: note.id }, t("Note to {name}, who alone reads it", { name })), note), make("p", {}, approve, " ", back)];
}

/** The first blind rating counts; with it the colleague's review is shown. */
async function rate(desk, told) {
  const { waiting } = desk.check;
  const own = tidy(desk.draft.words).levels;
  const levels = Object.fromEntries(Object.entries(waiting.units).map(([question, keys]) => [question, Object.fromEntries(keys.filter((key) => own[question]?.[key]).map((key) => [key, own[question][key]]))]));
  try {
    await desk.draft.send();
    const opened = await ask(`review/submissions/${desk.id}/rating`, { method: "PUT", body: { of: waiting.trainer, levels } });
    desk.page.lay(opened);
  } catch (error) { told.replaceChildren(make("span", { class: "mc-alert" }, error.message)); }
}

/** @param {any} desk */
export async function askForCheck(desk) {
  const isLead = desk.check.needed === "lead";
  const body = [make("p", {}, isLead ? t("The lead trainer sees your levels and comments, and approves them or returns them with a note. Then you release the review.")
    : t("Another trainer rates this reflection without seeing your levels, then sees your review and sends it back. Then you release it."))];
  const question = { title: isLead ? t("Ask the lead trainer?") : t("Ask for a second reading?"), yes: t("Ask"), no: t("Not yet"), body };
  if (!(await confirmation(desk.releaseButton, question))) return;
  if (!(await desk.draft.ask())) return;
  await desk.page.close(isLead ? t("Your review is with the lead trainer.") : t("Your review waits for a second reader."));
}

async function takeBack(desk) {
  try {
    desk.page.lay(await ask(`review/submissions/${desk.id}/check`, { method: "DELETE" }));
    await desk.page.refresh();
  } catch (error) { desk.page.say(error.message, true); }
}
