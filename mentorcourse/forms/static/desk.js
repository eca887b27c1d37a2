/** All activities open on this page: one set of answers each, saved together when the page goes or comes back. */

import { Answers } from "./answers.js";
import { eraseDrafts } from "./drafts.js";
import { Saver } from "./saving.js";
import { answeredSteps } from "./values.js";

/** @typedef {{answers: Answers, saver: Saver, users: number}} Desk */

/** @type {Map<string, Desk>} */
const desks = new Map();
/** @type {BroadcastChannel | null} */
let channel = null;

const each = () => [...desks.values()];

/**
 * The activity's answers, shared by every form on the page that shows it.
 * @param {import("./values.js").Definition} definition @returns {Desk}
 */
export function openDesk(definition) {
  let desk = desks.get(definition.activity);
  if (!desk) {
    const answers = new Answers(definition);
    const saver = new Saver(answers, (saved) => tellOthers(answers, saved));
    desk = { answers, saver, users: 0 };
    desks.set(definition.activity, desk);
    answers.subscribe(() => openChannel(answers.draftKey));
    listen();
    saver.flush();
  }
  desk.users += 1;
  return desk;
}

/** A form is gone; unsaved words are saved before its answers are. @param {Desk} desk */
export function closeDesk(desk) {
  desk.users -= 1;
  if (desk.users > 0) return;
  desk.saver.flush().then((saved) => {
    if (saved && desk.users === 0) desks.delete(desk.answers.activity);
  });
}

/** Saves everything on the page. @returns {Promise<boolean>} whether all of it is saved */
export async function flushAll() {
  const all = await Promise.all(each().map((desk) => desk.saver.flush()));
  return all.every(Boolean);
}

/** Tries at once what failed: after a connection, a session or a section has come back. */
export function retryAll() {
  each().forEach((desk) => desk.saver.retry());
}

/** How many answers are typed and not saved. */
export const unsaved = () => each().reduce((sum, desk) => sum + desk.answers.drafts.size, 0);

/** Removes a person's unsaved words from this browser, when they sign out. @param {string} draftKey */
export function clearDrafts(draftKey) {
  each().filter((desk) => desk.answers.draftKey === draftKey).forEach((desk) => desk.answers.erase());
  eraseDrafts(draftKey);
}

/** Other tabs of this person fetch what this one saved; the page may redraw its progress. */
function tellOthers(answers, saved) {
  openChannel(answers.draftKey)?.postMessage({ activity: answers.activity, revision: saved.revision });
  document.dispatchEvent(new CustomEvent("mentorcourse:saved", { detail: {
    activity: answers.activity, revision: saved.revision, total: answers.definition.steps.length,
    answered: answeredSteps(answers.definition, saved.values),
  } }));
}

/** A channel for each person: its messages carry no words, only where to look. */
function openChannel(draftKey) {
  if (typeof BroadcastChannel === "undefined" || !draftKey) return null;
  const name = `mentorcourse:${draftKey}`;
  if (channel?.name === name) return channel;
  channel?.close();
  channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => {
    const desk = desks.get(data?.activity);
    if (desk && desk.answers.saved.revision < data.revision) desk.saver.refresh();
  };
  return channel;
}

let listening = false;

function listen() {
  if (listening) return;
  listening = true;
  addEventListener("online", retryAll);
  addEventListener("pagehide", leaveAll);
  addEventListener("pageshow", (event) => event.persisted && retryAll());
  addEventListener("beforeunload", warn);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leaveAll();
    else each().filter((desk) => desk.answers.trouble).forEach((desk) => desk.saver.retry());
  });
}

const leaveAll = () => each().forEach((desk) => desk.saver.leave());

/** Only where leaving would really lose words. @param {BeforeUnloadEvent} event */
function warn(event) {
  if (each().some((desk) => desk.answers.drafts.size > 0 && !desk.answers.durable)) event.preventDefault();
}
