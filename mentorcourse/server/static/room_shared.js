/** What the room view shows of the cohort: counts once they are revealed, and sentences once a facilitator shows them. */

import { countTables } from "../forms/counts.js";
import { speak } from "../forms/words.js";
import { follow } from "./follow.js";
import { sentenceList } from "./sentence_list.js";
import { addStyles, ask, language, make, spoken, t } from "./site.js";

const place = (id) => document.getElementById(id);
/** @type {{section: string, now: string, activities: any[]}} */
let told = { section: "", now: "", activities: [] };
let sentences = [];

Promise.all([spoken, speak(language)]).then(() => {
  addStyles("sharing");
  for (const part of ["session", "reveals"]) follow(part, fetchCounts);
  follow("sentences", (all) => { sentences = all; draw(); });
});

async function fetchCounts() {
  try {
    told = await ask("staff/reveals");
    draw();
  } catch { /* what is shown stays; the page says that the course cannot be reached */ }
}

/** The counts of what the room works on, once they are revealed; until then nothing. */
function draw() {
  const revealed = told.activities.find((one) => one.activity === told.now && one.revealed_at);
  place("mc-room-counts").replaceChildren(...(revealed ? chart(revealed) : []));
  place("mc-room-sentences").replaceChildren(...sentenceList(sentences.filter((one) => one.section === told.section)));
}

function chart({ title, shown, counts, layout }) {
  const few = make("p", {}, t("Counts show from five answers on; there are fewer so far."));
  return [make("div", { class: "mc-form mc-room-chart" }, make("h2", {}, title), ...(shown ? countTables(layout, counts) : [few]))];
}
