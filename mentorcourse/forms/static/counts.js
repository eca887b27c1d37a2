/** Counts of a cohort's answers as tables that are charts as well: bars for options, tinted numbers for points. */

import { element } from "./element.js";
import { words } from "./words.js";

/**
 * @param {{options?: any[], items?: any[], scales?: any[]}} layout a case's options, or the lines and scales of ratings
 * @param {Record<string, Record<string, number>>} counts how many, by field and option
 * @returns {HTMLElement[]}
 */
export function countTables({ options, items, scales }, counts) {
  return options ? [table(options, counts.choice)] : scales.map((scale) => scaleTable(scale, items, counts));
}

const head = (names) => element("thead", {}, element("tr", {}, names.map((name) => element("th", { scope: "col" }, name))));

function table(options, counts) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return element("table", { class: "mcf-counts" }, element("caption", { class: "mcf-unseen" }, words.spread),
    head([words.spreadOption, words.spreadCount, words.spreadShare]),
    element("tbody", {}, options.map((option) => row(option.label, counts[option.key] ?? 0, total))));
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
