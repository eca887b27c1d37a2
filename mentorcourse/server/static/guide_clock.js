/** The live session on a section's page of the guide: the same clock as on the console, beside the words to say. */

import { address, make, settings, spoken, t } from "./site.js";
import { clockView } from "./session_clock.js";
import { followOthers, refresh, start, watch } from "./session_desk.js";

const { stem } = settings().session;
const panel = document.getElementById("mc-clock");
const shown = make("div", {});
/** @type {any} a session of another section */
let elsewhere = null;

function idle(attempt) {
  if (elsewhere) return [make("p", {}, t("Another session is running:"), " ", make("a", { href: address(`course/guide/${elsewhere.section}`) }, elsewhere.title))];
  const begin = (minutes) => make("button", { type: "button", class: "mc-button", onclick: () => attempt(() => start(stem, minutes)) }, t("Start the session: {minutes} minutes", { minutes }));
  return [
    make("p", {}, t("From the start on, participants’ pages show the block, its time and what to do. The clock says where you are and what is next, and proposes a shorter plan when you are late.")),
    make("p", { class: "mc-clock-tools" }, ...[60, 90].map(begin)),
    make("p", {}, make("a", { href: address("course/console") }, t("Lead from the console instead"))),
  ];
}

spoken.then(() => {
  panel.append(make("h2", {}, t("On the day")), shown);
  watch(({ session }) => { elsewhere = session && session.section !== stem ? session : null; });
  clockView({
    bar: document.getElementById("mc-clock-now"), panel: shown, link: (key) => `#${key}`,
    owns: (session) => session.section === stem, idle,
  });
  followOthers();
  refresh().catch((error) => shown.replaceChildren(make("p", { class: "mc-alert" }, error.message)));
});
