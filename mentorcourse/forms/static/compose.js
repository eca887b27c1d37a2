/** A text drafted from a form's answers, to look at, copy and take elsewhere; it is never kept. */

import { element, say, show } from "./element.js";
import { describe, isEmpty } from "./values.js";
import { words } from "./words.js";

/**
 * @param {import("./form.js").FormContext} form
 * @returns {HTMLElement | null} null where the activity drafts no text
 */
export function composedText(form) {
  const { definition, id, onUpdate } = form;
  const { compose } = definition;
  if (!compose) return null;
  const titleId = id("compose");
  const text = element("div", { class: "mcf-composed-text" });
  const empty = element("p", { class: "mcf-help" }, words.composeEmpty);
  const news = element("span", { role: "status" });
  const copy = element("button", { type: "button", class: "mcf-button", on: { click: async () => {
    say(news, "");
    say(news, await copied(text) ? words.copied : words.notCopied);
  } } }, words.copy);
  onUpdate(() => {
    const draft = compile(compose.text, textOf(form));
    say(text, draft);
    for (const [part, shown] of [[text, draft !== ""], [copy, draft !== ""], [empty, draft === ""]]) show(part, shown);
  });
  return element("div", { class: "mcf-composed", role: "group", "aria-labelledby": titleId },
    element("h4", { id: titleId }, compose.title), empty, text, element("div", { class: "mcf-row" }, copy, news));
}

/** @param {import("./form.js").FormContext} form @returns {(key: string) => string} "" for what is not answered */
const textOf = ({ definition, answers }) => (key) => {
  const value = answers.value(key);
  return isEmpty(value) ? "" : describe(definition.fields[key], value);
};

/**
 * Lines whose answers are all empty are left out; lines without a place for an answer stay, unless nothing is left.
 * @param {string} template {field} stands for an answer @param {(key: string) => string} answer
 */
function compile(template, answer) {
  let answered = false;
  const lines = template.split("\n").flatMap((line) => {
    const keys = [...line.matchAll(/\{([a-z0-9_.]+)\}/g)].map((found) => found[1]);
    const some = keys.some((key) => answer(key) !== "");
    answered ||= some;
    if (keys.length > 0 && !some) return [];
    return [line.replace(/\{([a-z0-9_.]+)\}/g, (_, key) => answer(key))];
  });
  return answered ? lines.join("\n").replace(/\n{3,}/g, "\n\n").trim() : "";
}

/** Copies the text, or marks it for the person to copy. @returns {Promise<boolean>} */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text.textContent);
    return true;
  } catch {
    getSelection()?.selectAllChildren(text);
    return false;
  }
}
