/** What stands around every activity: title, who can see it, instructions, progress, save state, earlier versions. */

import { signInUrl } from "./api.js";
import { calendarEntry } from "./calendar.js";
import { composedText } from "./compose.js";
import { element, icon, mark, rich, say, show } from "./element.js";
import { openHistory } from "./history.js";
import { paperMenu } from "./paper.js";
import { stateOf } from "./state.js";
import { answeredSteps, describe, isEmpty } from "./values.js";
import { words } from "./words.js";

const quietSpell = 20_000; // milliseconds between two spoken "Saved"

/** @param {import("./form.js").FormContext} form @param {HTMLElement} body @returns {HTMLElement} */
export function frameOf(form, body) {
  const { definition } = form;
  const titleId = form.id("title");
  const frame = element("section", {
    class: `mc-form mcf-kind-${definition.kind}`, "aria-labelledby": titleId, lang: definition.language || "en",
    "data-activity": definition.activity, "data-lm-suppress-shortcuts": "true",
  },
  element("div", { class: "mcf-sheet" },
    element("header", { class: "mcf-head" },
      element("h3", { class: "mcf-title", id: titleId }, definition.title), facts(definition),
      rich("div", { class: "mcf-instructions" }, definition.instructions)),
    element("div", { class: "mcf-body" }, body, composedText(form), calendarEntry(form), paperMenu(form)),
    homeless(form),
    element("footer", { class: "mcf-foot" }, progressLine(form), stateLine(form), historyButton(form))));
  // Browsers scroll to a text's caret alone: the foot, which sticks to the window's edge, would stand before the rest.
  frame.addEventListener("keyup", ({ key, target }) => { if (key === "Tab") target.scrollIntoView({ block: "nearest" }); });
  form.onUpdate(() => mark(frame, "data-loaded", form.answers.loaded ? "true" : null)); // the person's answers are in it
  return frame;
}

/** Who can see the answers, in short; the whole of it one step away, for a phone shows little else otherwise. */
function facts({ audience, audience_in_short: inShort, audience_words: inFull, minutes }) {
  return element("ul", { class: "mcf-facts" },
    element("li", {}, element("details", { class: "mcf-audience" },
      element("summary", {}, icon(audience === "private" ? "lock" : "people"), element("span", {}, inShort, " ",
        element("span", { class: "mcf-more" }, words.whoSees))), element("p", {}, inFull))),
    minutes > 0 && element("li", {}, icon("clock"), element("span", {}, words.minutes(minutes))));
}

function progressLine(form) {
  return form.definition.kind === "questions" ? starredLine(form) : answeredLine(form);
}

/** Nobody has to star anything in a bank of questions, so it says what is chosen and not what is left to do. */
function starredLine({ definition, answers, onUpdate }) {
  const line = element("p", { class: "mcf-progress" });
  onUpdate(() => {
    const keys = Object.keys(definition.fields).filter((key) => !isEmpty(answers.value(key)));
    const starred = keys.filter((key) => definition.fields[key].takes === "tick").length;
    const own = keys.filter((key) => definition.fields[key].takes === "texts")
      .reduce((count, key) => count + answers.value(key).filter((entry) => !isEmpty(entry)).length, 0);
    say(line, own > 0 ? words.starredAndOwn(starred, own) : words.starred(starred));
  });
  return line;
}

function answeredLine({ definition, answers, onUpdate }) {
  const total = definition.steps.length;
  const line = element("p", { class: "mcf-progress" });
  const bar = element("span", { class: "mcf-bar", "aria-hidden": "true" });
  const text = element("span");
  line.append(bar, text);
  onUpdate(() => {
    const values = Object.fromEntries(Object.keys(definition.fields).map((key) => [key, answers.value(key)]));
    const answered = answeredSteps(definition, values);
    bar.style.setProperty("--mc-part", total ? String(answered / total) : "0");
    say(text, words.progress(answered, total));
  });
  return total > 0 ? line : null;
}

/** Spoken when it matters: troubles at once, "Saved" now and then, the steps between never. */
function stateLine({ answers, onUpdate }) {
  const text = element("span");
  // a link inside the line is there only while it is needed: hidden words would still be spoken
  const link = element("a", { href: signInUrl(), class: "mcf-link" }, words.signInAgain);
  const restored = element("span", { class: "mcf-restored" });
  const line = element("p", { class: "mcf-state", role: "status", "aria-live": "off" }, restored, text);
  let spoken = 0;
  onUpdate(() => {
    const state = stateOf(answers);
    const often = state.tone === "good" && Date.now() - spoken < quietSpell && line.dataset.tone !== "warn";
    const changes = text.textContent !== state.text;
    if (changes) mark(line, "aria-live", state.routine || often ? "off" : "polite");
    if (changes && !state.routine && !often) spoken = Date.now();
    mark(line, "data-tone", state.tone);
    say(text, state.text);
    say(restored, answers.restored ? `${words.restored} ` : "");
    if (state.signIn) line.append(link);
    else link.remove();
  });
  return line;
}

function historyButton(form) {
  const button = element("button", { type: "button", class: "mcf-button mcf-quiet mcf-history", hidden: true,
    on: { click: () => openHistory(form, button) } }, words.history);
  form.onUpdate(() => show(button, form.answers.saved.revision > 0));
  return button;
}

/** Refused words whose field is not on the page: shown, so that they can be copied. */
function homeless({ definition, answers, onUpdate, placed }) {
  const list = element("ul");
  const box = element("div", { class: "mcf-homeless", hidden: true }, element("p", {}, words.elsewhere), list);
  onUpdate(() => {
    const keys = [...answers.errors.keys(), ...answers.conflicts.keys()].filter((key) => !placed(key));
    show(box, keys.length > 0);
    list.replaceChildren(...keys.map((key) => element("li", {},
      `${answers.errors.get(key) ?? ""} ${describe(definition.fields[key], answers.value(key))}`)));
  });
  return box;
}
