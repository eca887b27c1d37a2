/** How the cohort answered: counts in tables, once there are enough of them; of ratings, once they are revealed. */

import { NoConnection, getCohort } from "../api.js";
import { countTables } from "../counts.js";
import { element, say, show } from "../element.js";
import { words } from "../words.js";

const REVEALS = "mentorcourse:reveals"; // the page says so when a facilitator reveals counts, or they have grown

/** A case's counts, after one's own commitment. @param {import("../form.js").FormContext} form */
export function buildSpread(form) {
  const message = element("p", { class: "mcf-help", role: "status" });
  const place = element("div");
  const look = async () => {
    const found = await fetchSpread(form.answers.activity);
    say(message, found ? found.message ?? (found.counts ? "" : words.spreadFew) : words.spreadFailed);
    if (found) place.replaceChildren(...(found.counts ? countTables(form.definition.layout, found.counts) : []));
  };
  let looked = false;
  form.onUpdate(() => {
    if (looked || form.answers.saved.values.committed !== true) return;
    looked = true;
    look();
  });
  whenRevealed(place, () => looked && look());
  return element("div", { class: "mcf-spread" }, place, message,
    element("button", { type: "button", class: "mcf-button mcf-quiet", on: { click: look } }, words.spreadAgain));
}

/** The counts of ratings, which are not there before a facilitator reveals them. @param {import("../form.js").FormContext} form */
export function buildRevealed(form) {
  const message = element("p", { class: "mcf-help", role: "status" });
  const place = element("div");
  const part = element("div", { class: "mcf-part mcf-spread", hidden: true }, element("h4", {}, words.ratingSpread), message, place);
  const look = async () => {
    const found = await fetchSpread(form.answers.activity);
    if (!found?.revealed) return;
    show(part, true);
    say(message, found.message ?? "");
    place.replaceChildren(...(found.counts ? countTables(form.definition.layout, found.counts) : []));
  };
  let looked = false;
  form.onUpdate(() => {
    if (looked || !form.answers.draftKey) return;
    looked = true;
    look();
  });
  whenRevealed(place, look);
  return part;
}

/** Forms come and go with their widgets: one that has gone listens no longer. */
function whenRevealed(place, look) {
  const heard = () => (place.isConnected ? look() : removeEventListener(REVEALS, heard));
  addEventListener(REVEALS, heard);
}

async function fetchSpread(activity) {
  try {
    const answer = await getCohort(activity);
    return answer.status === 200 ? answer.body : null;
  } catch (error) {
    if (error instanceof NoConnection) return null;
    throw error;
  }
}
