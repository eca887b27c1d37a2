/** How the cohort answered a case study first: counts in a table, once enough people have committed. */

import { NoConnection, getCohort } from "../api.js";
import { element, say } from "../element.js";
import { words } from "../words.js";

/** @param {import("../form.js").FormContext} form */
export function buildSpread(form) {
  const message = element("p", { class: "mcf-help", role: "status" });
  const place = element("div");
  const look = async () => {
    const found = await fetchSpread(form.answers.activity);
    say(message, found ? found.message ?? (found.counts ? "" : words.spreadFew) : words.spreadFailed);
    if (found) place.replaceChildren(...(found.counts ? [table(form, found.counts)] : []));
  };
  let looked = false;
  form.onUpdate(() => {
    if (looked || form.answers.saved.values.committed !== true) return;
    looked = true;
    look();
  });
  return element("div", { class: "mcf-spread" }, place, message,
    element("button", { type: "button", class: "mcf-button mcf-quiet", on: { click: look } }, words.spreadAgain));
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

function table({ definition }, counts) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return element("table", { class: "mcf-counts" }, element("caption", { class: "mcf-unseen" }, words.spread),
    element("thead", {}, element("tr", {}, [words.spreadOption, words.spreadCount, words.spreadShare]
      .map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, definition.layout.options.map((option) => row(option.label, counts[option.key] ?? 0, total))));
}

function row(label, count, total) {
  const bar = element("span", { class: "mcf-share", "aria-hidden": "true" });
  bar.style.setProperty("--mc-part", total ? String(count / total) : "0");
  return element("tr", {}, element("th", { scope: "row" }, label), element("td", {}, String(count)),
    element("td", {}, bar, `${total ? Math.round((100 * count) / total) : 0}%`));
}
