/** Asks before something that others will see, and says what has happened. */

import { make } from "./site.js";

/**
 * @param {HTMLElement} opener gets the focus back
 * @param {{title: string, body: (Node | string)[], yes: string, no?: string}} question without `no` there is nothing to choose
 * @returns {Promise<boolean>} whether it was agreed to; Escape means no
 */
export function confirmation(opener, { title, body, yes, no }) {
  return new Promise((resolve) => {
    let agreed = false;
    const heading = make("h2", { id: "mc-dialog-title", tabindex: "-1" }, title);
    const dialog = make("dialog", { class: "mc-dialog", "aria-labelledby": heading.id }, heading, make("div", { class: "mc-dialog-body", tabindex: "0", role: "group", "aria-labelledby": heading.id }, ...body),
      make("div", { class: "mc-dialog-tools" },
        make("button", { type: "button", class: "mc-main-button", onclick: () => { agreed = true; dialog.close(); } }, yes),
        no ? make("button", { type: "button", class: "mc-quiet", onclick: () => dialog.close() }, no) : ""));
    dialog.addEventListener("close", () => { dialog.remove(); opener.focus(); resolve(agreed); });
    document.querySelector("main").append(dialog);
    dialog.showModal();
    heading.focus();
  });
}

/** @param {HTMLElement} place a status region @param {string} message @param {boolean} [warns] */
export function say(place, message, warns = false) {
  place.replaceChildren(...(message ? [make("p", { class: warns ? "mc-alert" : "mc-notice" }, message)] : []));
}
