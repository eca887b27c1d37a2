/** Offers the day that one has chosen as an entry for one's own calendar, which the server makes. */

import { courseUrl } from "./api.js";
import { element, say, show } from "./element.js";
import { isEmpty } from "./values.js";
import { words } from "./words.js";

/**
 * @param {import("./form.js").FormContext} form
 * @returns {HTMLElement | null} null where the activity offers no entry
 */
export function calendarEntry(form) {
  const { definition, answers, onUpdate } = form;
  if (!definition.calendar) return null;
  const isChosen = () => !isEmpty(answers.value(definition.calendar.date));
  const help = element("p", { class: "mcf-help" });
  const button = element("button", { type: "button", class: "mcf-button", on: { click: async () => {
    if (await form.save()) download(definition.activity);
    else say(help, words.calendarUnsaved);
  } } }, words.calendar);
  onUpdate(() => {
    show(button, isChosen());
    say(help, isChosen() ? words.calendarHelp : words.calendarEmpty);
  });
  return element("div", { class: "mcf-row mcf-calendar" }, button, help);
}

/** Days are written as they fall where the person is. */
function download(activity) {
  const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);
  element("a", { href: courseUrl(`api/calendar/${activity}?zone=${zone}`), download: "" }).click();
}
