/** One field of a form: its label, help and control, the server's message beside it, and a conflict to settle. */

import { dateControl, numberControl, optionControl, optionsControl, tickControl } from "./choices.js";
import { conflictBox } from "./conflict.js";
import { element, say, show } from "./element.js";
import { pairsControl, textControl, textsControl } from "./texts.js";
import { emptyOf } from "./values.js";

/** @typedef {{key: string, element: HTMLElement, refresh: () => void, focus: () => void,
 *   warn: (message: string) => void}} FieldView */

const controls = {
  text: textControl, texts: textsControl, pairs: pairsControl, option: optionControl, options: optionsControl,
  number: numberControl, tick: tickControl, date: dateControl,
};

/**
 * @param {import("./form.js").FormContext} form @param {string} key
 * @param {{label?: string, labelShown?: boolean, context?: string, rows?: number, help?: string, brief?: boolean}} [options]
 *   context: what a screen reader hears besides a label that is clear only by its place; brief: options without the
 *   help that stands elsewhere on the page
 * @returns {FieldView}
 */
export function fieldView(form, key, { label, labelShown = true, context, rows, help: helpText, brief = false } = {}) {
  const { answers } = form;
  const field = form.definition.fields[key];
  const id = form.id(key);
  const name = label ?? field.label;
  const error = element("p", { class: "mcf-error", id: `${id}-error`, "aria-live": "polite" });
  const helped = helpText ?? field.help;
  const help = helped ? element("p", { class: "mcf-help", id: `${id}-help` }, helped) : null;
  let basis; // the revision that the person is looking at
  let local = ""; // a message of the form itself, until the next change
  const control = controls[field.takes]({
    id, key, field, label: name, labelShown, context, rows, brief, describedBy: help ? `${id}-help ${id}-error` : `${id}-error`,
    onChange: (value) => {
      local = "";
      form.changed(key, value, basis);
    },
  });
  const conflict = conflictBox(form, key, field, name, () => control.focus());
  const frame = element("div", { class: `mcf-field mcf-takes-${field.takes}`, "data-field": key },
    control.label, control.element, conflict.element);
  placeWords(control, help, error);
  frame.addEventListener("focusout", (event) => {
    if (frame.contains(event.relatedTarget)) return;
    form.left();
    queueMicrotask(refresh);
  });

  function refresh() {
    const value = answers.value(key) ?? emptyOf(field);
    if (!control.busy()) control.write(value);
    if (answers.agrees(key, control.read())) basis = answers.saved.revision;
    const message = answers.errors.get(key) ?? local;
    say(error, message);
    show(error, message !== "");
    control.complain(message !== "");
    conflict.refresh();
  }

  const warn = (message) => {
    local = message;
    refresh();
  };
  return { key, element: frame, refresh, focus: control.focus, warn };
}

/**
 * Help stands right under the words it explains: a label, a legend, or the words beside a box. A message follows it,
 * above the control, where a long answer or a phone's keyboard does not hide it.
 */
function placeWords(control, help, error) {
  const words = [help, error].filter(Boolean);
  const heading = control.label ?? control.element.querySelector("legend");
  if (heading) {
    heading.after(...words);
    return;
  }
  if (help) control.element.append(help);
  control.element.after(error);
}
