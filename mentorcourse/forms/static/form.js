/** The form: renders any activity from its definition and keeps its answers; used by the widget and by the page. */

import { openDesk, closeDesk } from "./desk.js";
import { element } from "./element.js";
import { fieldView } from "./field.js";
import { frameOf } from "./frame.js";
import { buildKind } from "./kinds/all.js";
import { sameValue } from "./values.js";
import { speak } from "./words.js";

export { clearDrafts, flushAll, retryAll, unsaved } from "./desk.js";
export { speak } from "./words.js";

/**
 * @typedef {import("./values.js").Definition} Definition
 * @typedef {{definition: Definition, answers: import("./answers.js").Answers, id: (name: string) => string,
 *   field: (key: string, options?: any) => import("./field.js").FieldView,
 *   changed: (key: string, value: any, basis?: number) => void, left: () => void,
 *   settle: (key: string, value: any) => void, save: () => Promise<boolean>,
 *   onUpdate: (update: () => void) => void, onEnd: (end: () => void) => void,
 *   placed: (key: string) => boolean}} FormContext
 * @typedef {{element: HTMLElement, setValue: (values: Record<string, any>) => void, flush: () => Promise<boolean>,
 *   listen: (onValue: (values: Record<string, any>) => void) => () => void, destroy: () => void}} FormController
 */

const valuePause = 300; // milliseconds before Python hears of a change

/**
 * Forms that the page mounted itself; a widget for the same activity joins them.
 * @type {Map<string, FormController>}
 */
const mounted = new Map();

/**
 * Shows an activity's form in an element; in another language than English once `speak` has been waited for.
 * @param {HTMLElement} place @param {Definition} definition
 * @param {{onValue?: (values: Record<string, any>) => void}} [options]
 * @returns {FormController}
 */
export function mountForm(place, definition, { onValue } = {}) {
  const controller = makeForm(place, definition);
  if (onValue) controller.listen(onValue);
  mounted.set(definition.activity, controller);
  const { destroy } = controller;
  controller.destroy = () => {
    if (mounted.get(definition.activity) === controller) mounted.delete(definition.activity);
    destroy();
  };
  return controller;
}

/** @param {HTMLElement} place @param {Definition} definition @returns {FormController} */
function makeForm(place, definition) {
  addStyles();
  const desk = openDesk(definition);
  const { context, updates, ends } = makeContext(definition, desk);
  const frame = frameOf(context, buildKind(context));
  const update = () => updates.forEach((each) => each());
  const stop = desk.answers.subscribe(update);
  update();
  place.append(frame);
  return {
    element: frame,
    setValue: (values) => setValue(context, values),
    flush: () => desk.saver.flush(),
    listen: (onValue) => listen(desk.answers, onValue),
    destroy() {
      stop();
      ends.forEach((end) => end());
      frame.remove();
      closeDesk(desk);
    },
  };
}

function makeContext(definition, { answers, saver }) {
  const root = `mc-${definition.activity}-${Math.random().toString(36).slice(2, 8)}`.replace(/[^\w-]/g, "-");
  const updates = [];
  const ends = [];
  const placed = new Set();
  /** @type {FormContext} */
  const context = {
    definition,
    answers,
    id: (name) => `${root}-${name.replace(/[^\w-]/g, "-")}`,
    field(key, options) {
      const view = fieldView(context, key, options);
      placed.add(key);
      updates.push(view.refresh);
      return view;
    },
    changed(key, value, basis) {
      answers.change(key, value, basis);
      saver.schedule();
    },
    left: () => { if (answers.sendable().length > 0) saver.schedule(0); },
    settle(key, value) {
      answers.resolve(key, value);
      saver.flush();
    },
    save: () => saver.flush(),
    onUpdate: (update) => updates.push(update),
    onEnd: (end) => ends.push(end),
    placed: (key) => placed.has(key),
  };
  return { context, updates, ends };
}

/** Shows and saves values that a program set; fields it does not name stay as they are. */
function setValue({ definition, answers, changed }, values) {
  for (const [key, value] of Object.entries(values ?? {})) {
    if (key in definition.fields && !sameValue(value, answers.value(key))) changed(key, value);
  }
}

/** Tells of the answers once they are loaded and after each change, not at every keystroke. */
function listen(answers, onValue) {
  let told;
  let timer;
  const tell = () => {
    const values = answers.values();
    const text = JSON.stringify(values);
    if (text === told) return;
    told = text;
    onValue(values);
  };
  const wait = () => {
    if (!answers.loaded && answers.drafts.size === 0) return;
    clearTimeout(timer);
    timer = setTimeout(tell, told === undefined ? 0 : valuePause);
  };
  const stop = answers.subscribe(wait);
  wait();
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/**
 * The widget's view: anywidget calls this for every place that shows it.
 * @param {{model: any, el: HTMLElement}} view
 */
export async function render({ model, el }) {
  const definition = model.get("definition");
  await speak(definition.language);
  const early = mounted.get(definition.activity);
  const controller = early?.element.isConnected ? early : makeForm(el, definition);
  let sent = JSON.stringify(model.get("value"));
  if (sent !== "{}") controller.setValue(model.get("value"));
  controller.element.dataset.followed = "true"; // from now on Python hears of the answers
  const stop = controller.listen((values) => {
    sent = JSON.stringify(values);
    if (sent === JSON.stringify(model.get("value"))) return;
    model.set("value", values);
    model.save_changes();
  });
  const take = () => {
    if (JSON.stringify(model.get("value")) !== sent) controller.setValue(model.get("value"));
  };
  model.on("change:value", take);
  return () => {
    model.off("change:value", take);
    stop();
    if (controller !== early) controller.destroy();
  };
}

/** The page links the styles itself; elsewhere, as in JupyterLab, they come with the first form. */
function addStyles() {
  const href = new URL("course.css", import.meta.url).href;
  const there = [...document.querySelectorAll('link[rel="stylesheet"]')]
    .some((link) => /** @type {HTMLLinkElement} */ (link).href.endsWith("/forms/course.css"));
  if (!there) document.head.append(element("link", { rel: "stylesheet", href }));
}
