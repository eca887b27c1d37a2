/** Controls for choosing: one of several, some of several, a number on a scale, a day, a tick. */

import { element, mark, show } from "./element.js";
import { isEmpty, sameValue } from "./values.js";
import { words } from "./words.js";

/** @typedef {import("./texts.js").ControlOptions} ControlOptions @typedef {import("./texts.js").Control} Control */

/**
 * @param {ControlOptions} options
 * @param {{type: "radio" | "checkbox", choices: {value: any, element: HTMLElement, input: HTMLInputElement}[],
 *   inner: HTMLElement[], class: string}} parts
 */
function choiceSet({ id, label, labelShown, describedBy }, parts) {
  return element("fieldset", { class: `mcf-choice ${parts.class}`, id, "aria-describedby": describedBy },
    element("legend", { class: labelShown ? "mcf-label" : "mcf-unseen" }, label), parts.inner);
}

function choice(options, type, { key, label, help }, onPick) {
  const id = `${options.id}-${key}`;
  const input = element("input", { type, id, name: options.id, value: key, class: "mcf-input",
    "aria-describedby": help ? `${id}-help` : null, on: { change: onPick } });
  return {
    value: key, input,
    element: element("div", { class: "mcf-option" }, input, element("label", { for: id }, label),
      help && element("p", { class: "mcf-help", id: `${id}-help` }, help)),
  };
}

function clearButton(label, onClear) {
  return element("button", { type: "button", class: "mcf-button mcf-quiet mcf-clear", "aria-label": words.clearOf(label),
    hidden: true, on: { click: onClear } }, words.clear);
}

/** What radios and scales share: at most one value, which can be taken back. */
function single(options, choices, frame, nothing, clearPlace = frame) {
  const clear = clearButton(options.label, () => {
    write(nothing);
    choices[0].input.focus();
    options.onChange(nothing);
  });
  const read = () => choices.find((each) => each.input.checked)?.value ?? nothing;
  const write = (value) => {
    for (const each of choices) each.input.checked = each.value === value;
    show(clear, !isEmpty(value));
  };
  clearPlace.append(clear);
  frame.addEventListener("change", () => {
    show(clear, true);
    options.onChange(read());
  });
  return { element: frame, read, write, busy: () => false, ...complaining(frame, choices) };
}

const complaining = (frame, choices) => ({
  complain: (wrong) => choices.forEach(({ input }) => {
    frame.classList.toggle("mcf-wrong", wrong);
    if (input.type === "checkbox") mark(input, "aria-invalid", wrong ? "true" : null);
  }),
  focus: () => (choices.find(({ input }) => input.checked) ?? choices[0]).input.focus(),
});

/** @param {ControlOptions} options @returns {Control} */
export function optionControl(options) {
  const choices = options.field.options.map(({ key, label, help }) => choice(options, "radio",
    { key, label, help: options.brief ? "" : help }));
  const frame = choiceSet(options, { class: "mcf-radios", inner: choices.map((each) => each.element) });
  return single(options, choices, frame, "");
}

/** @param {ControlOptions} options @returns {Control} */
export function optionsControl(options) {
  const read = () => choices.filter(({ input }) => input.checked).map(({ value }) => value);
  const choices = options.field.options.map((option) => choice(options, "checkbox", option,
    () => options.onChange(read())));
  const frame = choiceSet(options, { class: "mcf-checks", inner: choices.map((each) => each.element) });
  return {
    element: frame, read, busy: () => false, ...complaining(frame, choices),
    write: (value) => {
      if (sameValue(value, read())) return;
      for (const each of choices) each.input.checked = (value ?? []).includes(each.value);
    },
  };
}

/** A row of numbers with words at its ends. @param {ControlOptions} options @returns {Control} */
export function numberControl(options) {
  const { field, id } = options;
  const choices = [];
  for (let number = field.from; number <= field.to; number += 1) choices.push(point(number, field, id));
  const [low, high] = [field.points?.[field.from], field.points?.[field.to]];
  const row = element("div", { class: "mcf-points" }, choices.map((each) => each.element));
  const ends = (low || high) && element("div", { class: "mcf-ends", "aria-hidden": "true" },
    low && element("span", { "data-point": field.from }, low), high && element("span", { "data-point": field.to }, high));
  const body = element("div", { class: "mcf-scale-body" }, row, ends);
  const frame = choiceSet(options, { class: "mcf-scale", inner: [body] });
  return single(options, choices, frame, null, row);
}

function point(number, field, id) {
  const word = field.points?.[number];
  const input = element("input", { type: "radio", name: id, id: `${id}-${number}`, value: number,
    "aria-label": words.point(number, word), class: "mcf-point-input" });
  return {
    value: number, input,
    element: element("div", { class: "mcf-point" }, input,
      element("label", { for: input.id }, String(number))),
  };
}

/** @param {ControlOptions} options @returns {Control} */
export function tickControl({ id, label, describedBy, onChange }) {
  const input = element("input", { type: "checkbox", id, class: "mcf-input", "aria-describedby": describedBy,
    on: { change: () => onChange(input.checked) } });
  return {
    element: element("div", { class: "mcf-option mcf-tick" }, input, element("label", { for: id }, label)),
    read: () => input.checked,
    write: (value) => { input.checked = Boolean(value); },
    busy: () => false,
    complain: (wrong) => mark(input, "aria-invalid", wrong ? "true" : null),
    focus: () => input.focus(),
  };
}

/** @param {ControlOptions} options @returns {Control} */
export function dateControl({ id, label, labelShown, describedBy, onChange }) {
  const input = element("input", { type: "date", id, class: "mcf-date", "aria-describedby": describedBy,
    on: { change: () => onChange(input.value) } });
  return {
    element: input,
    label: element("label", { for: id, class: labelShown ? "mcf-label" : "mcf-unseen" }, label),
    read: () => input.value,
    write: (value) => { if (input.value !== (value ?? "")) input.value = value ?? ""; },
    busy: () => document.activeElement === input,
    complain: (wrong) => mark(input, "aria-invalid", wrong ? "true" : null),
    focus: () => input.focus(),
  };
}
