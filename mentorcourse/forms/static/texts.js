/** Controls for writing: one growing text, and lists of texts or of pairs that can be reordered and undone. */

import { element, icon, mark, say, show, unseen } from "./element.js";
import { isEmpty, lengthOf, sameValue } from "./values.js";
import { words } from "./words.js";

/**
 * @typedef {import("./values.js").Field} Field
 * @typedef {{id: string, key: string, field: Field, label: string, labelShown: boolean, describedBy: string,
 *   context?: string, rows?: number, brief?: boolean, onChange: (value: any) => void}} ControlOptions
 * @typedef {{element: HTMLElement, label?: HTMLElement, read: () => any, write: (value: any) => void,
 *   busy: () => boolean, complain: (wrong: boolean) => void, focus: () => void}} Control
 */

const growsByItself = globalThis.CSS?.supports?.("field-sizing", "content") ?? false;

/**
 * A text area that grows with its text, its printed twin and its count.
 * @param {{id: string, name?: string, field: Field, placeholder?: string, describedBy: string, rows: number,
 *   onInput: () => void}} options
 */
function growingText({ id, name, field, placeholder, describedBy, rows, onInput }) {
  const twin = element("div", { class: "mcf-twin", "aria-hidden": "true" });
  const count = element("p", { class: "mcf-count", id: `${id}-count`, hidden: true });
  const area = element("textarea", {
    id, class: "mcf-text", rows, placeholder: placeholder || null, "aria-label": name ?? null,
    "aria-describedby": `${describedBy} ${id}-count`, dir: "auto",
    on: { input: () => { settle(); onInput(); } },
  });
  area.style.setProperty("--mc-rows", String(rows));
  const settle = () => {
    say(twin, area.value);
    tellCount(count, area.value, field.characters);
    if (!growsByItself) grow(area);
  };
  const write = (text) => {
    if (area.value !== text) area.value = text;
    settle();
  };
  return { area, parts: [area, twin, count], write };
}

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

/** The count appears in the last tenth only. */
function tellCount(count, text, limit) {
  const near = Boolean(limit) && text.length > limit * 0.9;
  show(count, near);
  if (!near) return;
  const left = limit - lengthOf(text);
  count.classList.toggle("mcf-over", left < 0);
  say(count, left < 0 ? words.charactersOver(-left) : words.charactersLeft(left));
}

/** @param {ControlOptions} options @returns {Control} */
export function textControl({ id, field, label, labelShown, context, describedBy, rows = 2, onChange }) {
  const text = growingText({ id, field, placeholder: field.hint, describedBy, rows,
    onInput: () => { touched = true; onChange(text.area.value); } });
  let touched = false;
  text.area.addEventListener("focus", () => { touched = false; });
  return {
    element: element("div", { class: "mcf-writing" }, text.parts),
    label: element("label", { for: id, class: labelShown ? "mcf-label" : "mcf-unseen" }, label,
      context && unseen(` (${context})`)),
    read: () => text.area.value,
    write: (value) => text.write(value ?? ""),
    busy: () => touched && document.activeElement === text.area,
    complain: (wrong) => mark(text.area, "aria-invalid", wrong ? "true" : null),
    focus: () => text.area.focus(),
  };
}

/** @param {ControlOptions} options @returns {Control} */
export const textsControl = (options) => listControl(options, {
  blank: "",
  parts: [{ read: (entry) => entry, name: (label) => label }],
  join: ([text]) => text,
});

/** @param {ControlOptions} options @returns {Control} */
export const pairsControl = (options) => listControl(options, {
  blank: { text: "", follow_up: "" },
  parts: [
    { read: (entry) => entry.text, name: (label) => label },
    { read: (entry) => entry.follow_up, name: (label) => `${label}, ${options.field.follow_up}`,
      caption: options.field.follow_up },
  ],
  join: ([text, followUp]) => ({ text, follow_up: followUp }),
});

/**
 * @param {ControlOptions} options
 * @param {{blank: any, parts: {read: (entry: any) => string, name: (label: string) => string, caption?: string}[],
 *   join: (texts: string[]) => any}} shape how an entry is made of texts
 * @returns {Control}
 */
function listControl(options, shape) {
  const { id, field, label, labelShown, describedBy, onChange } = options;
  const most = field.entries ?? 12;
  let entries = [];
  let undo = null;
  let touched = false;
  let serial = 0;

  const list = element("ol", { class: "mcf-entries" });
  const add = element("button", { type: "button", class: "mcf-button mcf-add", "aria-label": words.addTo(label),
    on: { click: () => { insert(); } } }, words.addAnother);
  const full = element("p", { class: "mcf-help", hidden: true }, words.atMostEntries(most));
  const undoButton = element("button", { type: "button", class: "mcf-button mcf-undo", hidden: true,
    on: { click: () => { takeBack(); } } });
  const box = element("div", { class: "mcf-list", role: "group", "aria-labelledby": `${id}-label`,
    "aria-describedby": describedBy }, list,
  element("div", { class: "mcf-row mcf-list-tools" }, add, undoButton), full);
  box.addEventListener("focusin", (event) => {
    if (!box.contains(event.relatedTarget)) touched = false;
  });

  const read = () => entries.map((entry) => shape.join(entry.texts.map((text) => text.area.value)))
    .filter((value) => !isEmpty(value));

  function makeEntry(value) {
    serial += 1;
    const entry = { id: `${id}-${serial}`, texts: [], buttons: {} };
    entry.texts = shape.parts.map((part, index) => makeText(entry, part, index, value));
    entry.buttons = {
      up: tool("up", () => move(entry, -1)), down: tool("down", () => move(entry, 1)),
      remove: tool("cross", () => drop(entry)),
    };
    entry.element = element("li", { class: "mcf-entry" },
      element("div", { class: "mcf-entry-texts" }, entry.texts.map((text) => text.element)),
      element("div", { class: "mcf-entry-tools" }, Object.values(entry.buttons)));
    return entry;
  }

  function makeText(entry, part, index, value) {
    const text = growingText({ id: `${entry.id}-${index}`, field, describedBy, rows: 1,
      placeholder: index === 0 && entries.length === 0 ? field.hint : "", name: label, onInput: typed });
    text.write(part.read(value));
    text.element = element("div", { class: "mcf-writing" },
      part.caption && element("span", { class: "mcf-caption", "aria-hidden": "true" }, part.caption), text.parts);
    return text;
  }

  const tool = (picture, act) => element("button", { type: "button", class: "mcf-tool", on: { click: act } },
    icon(picture));

  function typed() {
    touched = true;
    offerUndo(null);
    onChange(read());
  }

  /** Numbers and names every entry anew, and shows the tools that make sense. */
  function settle() {
    entries.forEach((entry, index) => { // what stands right is not touched: it may hold the focus
      if (list.children[index] !== entry.element) list.insertBefore(entry.element, list.children[index] ?? null);
    });
    while (list.children.length > entries.length) list.lastElementChild.remove();
    entries.forEach((entry, index) => nameEntry(entry, index + 1));
    show(add, entries.length < most);
    show(full, entries.length >= most);
  }

  function nameEntry(entry, number) {
    entry.texts.forEach((text, index) => {
      mark(text.area, "aria-label", words.entry(shape.parts[index].name(label), number));
    });
    const { up, down, remove } = entry.buttons;
    const alone = entries.length < 2;
    mark(up, "aria-label", words.moveUp(label, number));
    mark(down, "aria-label", words.moveDown(label, number));
    mark(remove, "aria-label", words.removeEntry(label, number));
    show(up, !alone && number > 1);
    show(down, !alone && number < entries.length);
    show(remove, !alone);
  }

  function insert(value = shape.blank) {
    const entry = makeEntry(value);
    entries.push(entry);
    offerUndo(null);
    settle();
    entry.texts[0].area.focus();
  }

  function drop(entry) {
    offerUndo(words.undoRemove);
    entries = entries.filter((other) => other !== entry);
    settle();
    onChange(read());
    undoButton.focus();
  }

  function move(entry, step) {
    const from = entries.indexOf(entry);
    offerUndo(words.undoMove);
    entries.splice(from, 1);
    entries.splice(from + step, 0, entry);
    settle();
    onChange(read());
    const { up, down } = entry.buttons;
    const wanted = step < 0 ? up : down;
    (wanted.hidden ? entry.texts[0].area : wanted).focus();
  }

  /** Undo stands until the next change. @param {string | null} what */
  function offerUndo(what) {
    undo = what ? read() : null;
    show(undoButton, Boolean(what));
    if (!what) return;
    say(undoButton, what);
    mark(undoButton, "aria-label", words.undoOf(what, label));
  }

  function takeBack() {
    write(undo);
    offerUndo(null);
    onChange(read());
    entries[0].texts[0].area.focus();
  }

  function write(values) {
    const wanted = values?.length ? values : [shape.blank];
    entries = entries.slice(0, wanted.length);
    wanted.forEach((value, index) => {
      if (index < entries.length) entries[index].texts.forEach((text, at) => text.write(shape.parts[at].read(value)));
      else entries.push(makeEntry(value));
    });
    settle();
  }

  write([]);
  return {
    element: box,
    label: element("span", { id: `${id}-label`, class: labelShown ? "mcf-label" : "mcf-unseen" }, label),
    read,
    write: (value) => { if (!sameValue(value, read())) { offerUndo(null); write(value); } },
    busy: () => touched && box.contains(document.activeElement),
    complain: (wrong) => entries.forEach((entry) => entry.texts.forEach((text) => {
      mark(text.area, "aria-invalid", wrong ? "true" : null);
    })),
    focus: () => entries[0].texts[0].area.focus(),
  };
}
