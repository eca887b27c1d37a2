/** The rubric for one question: a group of levels for each criterion, with the words for the level chosen. */

import { make, t } from "./site.js";

/** @param {any} desk @param {{key: string}} question @param {string} title @param {string[]} [keys] of criteria; all by default */
export function ratingPart(desk, question, title, keys) {
  const criteria = desk.rubric.criteria.filter((criterion) => !keys || keys.includes(criterion.key));
  return make("div", { class: "mc-ratings" }, ...criteria.map((criterion) => criterionPart(desk, question, criterion, title)));
}

function criterionPart(desk, question, criterion, title) {
  const name = `mc-rate-${question.key}-${criterion.key}`;
  const chosen = desk.draft.words.levels[question.key]?.[criterion.key] ?? "";
  const words = make("p", { class: "mc-faint mc-descriptor", id: `${name}-words` }, criterion.levels[chosen] ?? criterion.help);
  const rate = (level) => {
    words.replaceChildren(criterion.levels[level] ?? criterion.help);
    desk.draft.change(({ levels }) => {
      levels[question.key] = { ...levels[question.key], [criterion.key]: level };
      if (!level) delete levels[question.key][criterion.key];
    });
  };
  const radio = (level, label) => {
    const input = make("input", { type: "radio", name, value: level, "aria-describedby": words.id, onchange: () => rate(level) });
    input.checked = level === chosen;
    return make("label", {}, input, " ", label);
  };
  const all = [["", t("Not rated")], ...desk.rubric.levels.map((level) => [level.key, level.label])];
  const group = make("fieldset", { class: "mc-criterion" }, make("legend", {}, make("span", { class: "mc-unseen" }, `${title}: `), criterion.label),
    make("div", { class: "mc-scale" }, ...all.map(([level, label]) => radio(level, label))), words);
  group.addEventListener("keydown", (event) => chooseByNumber(event, group, all));
  return group;
}

/** 1 to 4 choose a level while the group has the focus, 0 takes it away. */
function chooseByNumber(event, group, all) {
  const number = /^[0-9]$/.test(event.key) ? Number(event.key) : -1;
  if (event.ctrlKey || event.metaKey || event.altKey || number < 0 || number >= all.length) return;
  event.preventDefault();
  const input = group.querySelectorAll("input")[number];
  input.focus();
  input.click();
}
