/** Have somebody erased, from the roster: first what would go, in numbers, then their name as the confirmation. */

import { ask, language, make, plural, t } from "./site.js";

const day = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });

/** @param {{person: string, name: string}} person @param {{attempt: Function, say: Function, show: Function}} tools */
export function eraser(person, { attempt, say, show }) {
  const path = `staff/people/${person.person}/erasure`;
  const callOff = attempt(async () => { await ask(path, { method: "DELETE" }); await show(); say(t("{name} will not be erased.", { name: person.name })); });
  const firstStep = attempt(async () => {
    const goes = await ask(path, { method: "POST" });
    const name = make("input", { id: "mc-erase-name", required: true, autocomplete: "off" });
    const confirmed = attempt(async () => {
      const reply = await ask(path, { method: "PUT", body: { name: name.value } });
      await show();
      say(t("{name} will be erased on {day}. Until then you or they can call it off.", { name: person.name, day: day.format(new Date(reply.erased_at)) }));
    });
    say(make("form", { class: "mc-notice", onsubmit: confirmed },
      make("h3", { id: "mc-erase-title", tabindex: "-1" }, t("Erase {name}", { name: person.name })),
      make("p", {}, t("This would go for good. You see numbers, never what was written.")),
      make("ul", {}, make("li", {}, plural(goes.saves, "{count} saved entry in worksheets and the journal", "{count} saved entries in worksheets and the journal")),
        make("li", {}, plural(goes.reflections, "{count} submitted reflection with its feedback", "{count} submitted reflections with their feedback")),
        make("li", {}, plural(goes.agreements, "{count} entry in agreements", "{count} entries in agreements"))),
      make("p", {}, plural(goes.days, "Name and address go, too, and they are signed out. It happens after {count} day.", "Name and address go, too, and they are signed out. It happens after {count} days.")),
      make("p", {}, make("label", { for: "mc-erase-name" }, t("To confirm, type the name: {name}", { name: person.name })), name),
      make("button", { type: "submit" }, t("Erase for good")), " ",
      make("button", { type: "button", class: "mc-quiet", onclick: callOff }, t("Keep everything"))));
    document.getElementById("mc-erase-title")?.focus();
  });
  return { callOff, firstStep };
}
