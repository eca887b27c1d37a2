/** Modal dialogs: opened inside the form, closed by Escape or a button, with the focus given back. */

import { element } from "./element.js";
import { words } from "./words.js";

/**
 * @param {import("./form.js").FormContext} form @param {string} title @param {HTMLElement} opener
 * @returns {{dialog: HTMLDialogElement, body: HTMLElement, tools: HTMLElement, close: () => void}}
 */
export function makeDialog(form, title, opener) {
  const titleId = `${form.id("dialog")}-${Math.random().toString(36).slice(2, 6)}`;
  const body = element("div", { class: "mcf-dialog-body" });
  const tools = element("div", { class: "mcf-row mcf-dialog-tools" });
  const dialog = element("dialog", { class: "mcf-dialog", "aria-labelledby": titleId },
    element("h4", { id: titleId, class: "mcf-dialog-title", tabindex: "-1" }, title), body, tools);
  const close = () => dialog.close();
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (opener.isConnected) opener.focus();
  });
  form.onEnd(() => dialog.remove());
  (opener.closest(".mc-form") ?? document.body).append(dialog);
  return { dialog, body, tools, close };
}

/** @param {string} text @param {() => void} act @param {string} [kind] @returns {HTMLButtonElement} */
export const button = (text, act, kind = "") => element("button", { type: "button", class: `mcf-button ${kind}`,
  on: { click: act } }, text);

/** Asks before something that cannot be taken back. @returns {Promise<boolean>} */
export function ask(form, opener, { title, text, yes, no = words.cancel }) {
  return new Promise((resolve) => {
    const { dialog, body, tools, close } = makeDialog(form, title, opener);
    let agreed = false;
    body.append(element("p", {}, text));
    tools.append(button(yes, () => { agreed = true; close(); }, "mcf-main"), button(no, close));
    dialog.addEventListener("close", () => resolve(agreed));
    dialog.showModal();
  });
}
