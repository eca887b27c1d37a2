/** What a facilitator's page knows of the live session, and how it acts on it: each act names what the page has seen. */

import { ask } from "./site.js";
import { follow } from "./follow.js";
import { hearTime } from "./server_time.js";

/** @typedef {{session: any, sections: any[], spans: number[], next: string | null}} Told `next` is the section to begin */

/** @type {Told | null} */
let told = null;
/** @type {Array<(told: Told) => void>} */
const watchers = [];
let acting = 0; // presses that are not answered yet
/** @type {Promise<any>} */
let before = Promise.resolve();

/** Call `use` with the session now, if it is known, and after every change. @param {(told: Told) => void} use */
export function watch(use) {
  watchers.push(use);
  if (told) use(told);
}

function take({ session, now, sections, spans, next }) {
  hearTime(now);
  told = { session, sections: sections ?? told?.sections ?? [], spans: spans ?? told?.spans ?? [], next: next === undefined ? told?.next ?? null : next };
  for (const use of watchers) use(told);
}

/** Fetch everything anew. */
export const refresh = async () => take(await ask("staff/session"));

/** One press after the other, each upon what the one before has made. @param {string} path @param {() => object} body */
function send(path, body) {
  acting += 1;
  const done = before.then(async () => {
    try {
      take(await ask(`staff/session${path}`, { method: "POST", body: body() }));
    } catch (error) {
      if (error.reply?.now) take(error.reply); // somebody was quicker: show how it stands
      throw error;
    } finally {
      acting -= 1;
    }
  });
  before = done.catch(() => { /* said where it was pressed */ });
  return done;
}

/** Begin a session of a section. @param {string} section @param {number} minutes */
export const start = (section, minutes) => send("", () => ({ section, minutes }));

/** Do something to the session that is shown. @param {string} name @param {object} [more] what the act needs */
export const act = (name, more = {}) => send("/acts", () => ({ act: name, session: told.session?.session ?? "", version: told.session?.version ?? 1, ...more }));

/** Open or close an activity for the cohort. @param {string} activity @param {boolean} open */
export async function setActivity(activity, open) {
  await ask(`staff/activities/${activity}`, { method: "PUT", body: { open } });
  await refresh();
}

/** What others do is told by the channel: only then is it fetched. */
export function followOthers() {
  const again = () => refresh().catch(() => { /* the banner says that the course cannot be reached */ });
  follow("session", (session) => {
    const same = session?.session === told?.session?.session && session?.version === told?.session?.version;
    if (told && !same && !acting) again();
  });
  for (const part of ["sections", "closed"]) follow(part, (_, first) => { if (!first && !acting) again(); });
}
