/** How the cohort answered: counts in tables, once there are enough of them; of ratings, once they are revealed. */

import { NoConnection, getCohort } from "../api.js";
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
    if (found) place.replaceChildren(...(found.counts ? [table(form, found.counts.choice)] : []));
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
    const { items, scales } = form.definition.layout;
    place.replaceChildren(...(found.counts ? scales.map((scale) => scaleTable(scale, items, found.counts)) : []));
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

const head = (names) => element("thead", {}, element("tr", {}, names.map((name) => element("th", { scope: "col" }, name))));

function table({ definition }, counts) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return element("table", { class: "mcf-counts" }, element("caption", { class: "mcf-unseen" }, words.spread),
    head([words.spreadOption, words.spreadCount, words.spreadShare]),
    element("tbody", {}, definition.layout.options.map((option) => row(option.label, counts[option.key] ?? 0, total))));
}

function row(label, count, total) {
  const bar = element("span", { class: "mcf-share", "aria-hidden": "true" });
  bar.style.setProperty("--mc-part", total ? String(count / total) : "0");
  return element("tr", {}, element("th", { scope: "row" }, label), element("td", {}, String(count)),
    element("td", {}, bar, `${total ? Math.round((100 * count) / total) : 0}%`));
}

/** One scale: a row for each line, a column for each point, tinted by how many chose it; a phone scrolls it sideways. */
function scaleTable(scale, items, counts) {
  const points = Array.from({ length: scale.to - scale.from + 1 }, (_, index) => scale.from + index);
  const caption = element("caption", {}, scale.label);
  const rows = items.map((item) => {
    const found = counts[`${item.key}.${scale.key}`] ?? {};
    const most = Math.max(1, ...Object.values(found));
    return element("tr", {}, element("th", { scope: "row" }, item.label), points.map((point) => cell(found[point] ?? 0, most)));
  });
  return element("div", { class: "mcf-wide", tabindex: "0", role: "group", "aria-label": scale.label },
    element("table", { class: "mcf-counts mcf-points-counts" }, caption,
      head([words.spreadLine, ...points.map((point) => headOf(point, scale.points?.[point]))]),
      element("tbody", {}, rows)));
}

const headOf = (point, word) => (word ? words.scaleKey(point, word) : String(point));

function cell(count, most) {
  const shown = element("td", {}, String(count));
  shown.style.setProperty("--mc-part", String(count / most));
  return shown;
}
