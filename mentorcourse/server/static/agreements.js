/** Agreements: the list of one's own with a way to begin one, or one agreement with both columns. */

import { language, make, spoken, t } from "./site.js";
import { drawList } from "./agreement_list.js";
import { openOne } from "./agreement_page.js";

async function start() {
  await spoken;
  const place = document.getElementById("mc-agreements");
  place.lang = language;
  const { agreement } = place.dataset;
  const show = async () => {
    place.replaceChildren(make("p", { class: "mc-faint" }, t("Fetching your agreements…")));
    try {
      await (agreement ? openOne(place, agreement) : drawList(place));
    } catch (error) {
      place.replaceChildren(make("h1", {}, t("Your agreements")), make("p", { role: "alert" }, error.message),
        make("button", { type: "button", onclick: show }, t("Try again")));
    }
  };
  await show();
}

start();
