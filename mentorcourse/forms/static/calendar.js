/** An all-day entry for the person's own calendar, made in the browser from the answers; it is never kept or sent. */

import { compile, textOf } from "./compose.js";
import { element, say, show } from "./element.js";
import { isEmpty } from "./values.js";
import { words } from "./words.js";

/**
 * @param {import("./form.js").FormContext} form
 * @returns {HTMLElement | null} null where the activity offers no entry
 */
export function calendarEntry(form) {
  const { definition, answers, onUpdate } = form;
  const { calendar } = definition;
  if (!calendar) return null;
  const day = () => answers.value(calendar.date);
  const help = element("p", { class: "mcf-help" });
  const button = element("button", { type: "button", class: "mcf-button", on: { click: () => {
    const fill = (text) => compile(text, textOf(form), true);
    download(`${definition.activity}.ics`, entry(definition.activity, day(), fill(calendar.title),
      fill(calendar.text ?? "")));
  } } }, words.calendar);
  onUpdate(() => {
    show(button, !isEmpty(day()));
    say(help, isEmpty(day()) ? words.calendarEmpty : words.calendarHelp);
  });
  return element("div", { class: "mcf-row mcf-calendar" }, button, help);
}

/** One entry as iCalendar (RFC 5545). @param {string} day "2027-03-31" */
function entry(activity, day, title, text) {
  const compact = (date) => date.toISOString().slice(0, 10).replaceAll("-", "");
  const start = new Date(`${day}T00:00:00Z`);
  const end = new Date(start.getTime() + 86_400_000);
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mentor course//EN", "BEGIN:VEVENT",
    `UID:${activity}.${day}@mentorcourse`, `DTSTAMP:${stamp}`, `DTSTART;VALUE=DATE:${compact(start)}`,
    `DTEND;VALUE=DATE:${compact(end)}`, `SUMMARY:${escaped(title)}`, `DESCRIPTION:${escaped(text)}`,
    "END:VEVENT", "END:VCALENDAR"].map(folded).join("\r\n").concat("\r\n");
}

const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");

/** Lines have 75 bytes at most; the rest goes on behind a space. */
function folded(line) {
  const encoder = new TextEncoder();
  let room = 75;
  return [...line].map((letter) => {
    const bytes = encoder.encode(letter).length;
    if (bytes <= room) {
      room -= bytes;
      return letter;
    }
    room = 74 - bytes;
    return `\r\n ${letter}`;
  }).join("");
}

function download(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: "text/calendar" }));
  const link = element("a", { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
