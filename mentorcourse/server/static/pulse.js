/** The pulse in the live band: one says that one is stuck, needs a minute or is done, changes it, takes it back. */

import { follow } from "./follow.js";
import { addStyles, ask, make, t } from "./site.js";

const choices = () => [["stuck", t("I am stuck")], ["minute", t("I need a minute")], ["done", t("Done")]];
const told = () => ({ stuck: t("Your facilitator sees that you are stuck."), minute: t("Your facilitator sees that somebody needs a minute."),
  done: t("Your facilitator sees one more who is done.") });

/** Fills its part of the live band, hidden while nothing runs. @param {HTMLElement} place */
export function showPulse(place) {
  addStyles("sharing");
  let pulse = null;
  const news = make("p", { class: "mc-faint", role: "status" });
  const help = make("p", { class: "mc-faint", id: "mc-pulse-help" }, t("Your facilitator sees this: your name only if you are stuck, else how many. Press again to take it back."));
  const buttons = choices().map(([word, words]) => make("button", { type: "button", class: "mc-quiet mc-pulse-button", "data-word": word, "aria-pressed": "false",
    "aria-describedby": help.id, onclick: () => press(word) }, words));
  const show = () => {
    place.hidden = !pulse;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.word === pulse?.word));
  };
  const press = async (word) => {
    const takesBack = pulse.word === word;
    try {
      if (takesBack) await ask("pulse", { method: "DELETE" });
      else await ask("pulse", { method: "PUT", body: { word, place: pulse.place } });
      pulse = { ...pulse, word: takesBack ? null : word };
      news.textContent = takesBack ? t("It is taken back.") : told()[word];
    } catch (error) {
      news.textContent = error.message;
    }
    show();
  };
  place.replaceChildren(make("div", { role: "group", class: "mc-pulse", "aria-label": t("How are you doing with this?") }, ...buttons), help, news);
  show();
  follow("pulse", (value) => {
    if (value?.place !== pulse?.place) news.textContent = "";
    pulse = value && "word" in value ? value : null; // facilitators have a board instead
    show();
  });
}
