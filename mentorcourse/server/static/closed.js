/** Activities that a facilitator has closed: said above the form, which keeps what one types until it is open again. */

import { make, t } from "./site.js";
import { follow } from "./follow.js";

/** @param {() => void} saveAgain called when something may be saved that could not be before */
export function followClosed(saveAgain) {
  follow("closed", (closed, first) => {
    for (const script of document.querySelectorAll("script.mc-form")) show(script.parentElement, closed.includes(JSON.parse(script.textContent).activity));
    if (!first) saveAgain();
  });
}

function show(place, isClosed) {
  const note = place.querySelector(":scope > .mc-closed");
  if (isClosed && !note) place.prepend(make("p", { class: "mc-notice mc-closed", role: "status" }, t("Your facilitator has closed this activity for now, so that its counts stand still. What you type is kept on this device and saved once it is open again.")));
  if (!isClosed) note?.remove();
}
