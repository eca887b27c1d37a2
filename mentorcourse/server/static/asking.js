/** Asks before something that others will see, and says what has happened. */

import { make } from "./site.js";

const IN_SIGHT = 10_000; // milliseconds that a message stays over what it covers
/** @type {WeakMap<HTMLElement, number>} */
const timers = new WeakMap();

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

/** At the window's lower edge, wherever one has pressed; after a while at the region's own place, where it covers nothing. @type {typeof say} */
export function sayInSight(place, message, warns = false) {
  say(place, message, warns);
  place.classList.add("mc-news-in-sight");
  clearTimeout(timers.get(place));
  timers.set(place, setTimeout(() => place.classList.remove("mc-news-in-sight"), IN_SIGHT));
}
