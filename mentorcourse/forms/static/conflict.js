/** Shows both versions of an answer that was changed in two windows, and lets the person choose. */

import { element, say, show } from "./element.js";
import { when } from "./state.js";
import { both, describe, emptyOf } from "./values.js";
import { words } from "./words.js";

/**
 * @param {import("./form.js").FormContext} form @param {string} key @param {import("./values.js").Field} field
 * @param {string} label @param {() => void} after moves the focus to the field once it is settled
 */
export function conflictBox(form, key, field, label, after) {
  const { answers, definition } = form;
  const mine = element("div", { class: "mcf-version" });
  const theirs = element("div", { class: "mcf-version" });
  const theirsTitle = element("p", { class: "mcf-caption" });
  const message = element("p", { class: "mcf-conflict-word", role: "status" });
  const versions = element("div", { class: "mcf-versions" },
    element("div", {}, element("p", { class: "mcf-caption" }, words.yours), mine),
    element("div", {}, theirsTitle, theirs));
  const tools = element("div", { class: "mcf-row" });
  const body = element("div", { class: "mcf-conflict", role: "group", "aria-label": words.conflictOf(label),
    hidden: true }, versions, tools);
  const box = element("div", { class: "mcf-conflict-place" }, message, body);

  const choose = (pick) => {
    form.settle(key, pick(answers.value(key), answers.conflicts.get(key)?.theirs ?? emptyOf(field)));
    after();
  };
  const button = (text, pick) => element("button", { type: "button", class: "mcf-button",
    on: { click: () => choose(pick) } }, text);
  tools.append(button(words.keepMine, (own) => own), button(words.keepOther, (own, other) => other));
  if (both(field, null, null) !== undefined) {
    tools.append(button(words.keepBoth, (own, other) => both(field, own, other)));
  }

  function refresh() {
    const conflict = answers.conflicts.get(key);
    show(body, Boolean(conflict));
    say(message, conflict ? words.conflict : "");
    if (!conflict) return;
    const at = when(conflict.saved_at, definition.language);
    say(theirsTitle, at ? words.theirs(at) : words.theirsUndated);
    say(mine, describe(field, answers.value(key)));
    say(theirs, describe(field, conflict.theirs));
  }
  return { element: box, refresh };
}
