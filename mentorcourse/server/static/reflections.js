/** The page of reflections: the list of one's own, or one section's. */

import { language, make, spoken, t } from "./site.js";
import { drawList } from "./reflections_list.js";
import { drawOne } from "./reflections_one.js";

async function start() {
  await spoken;
  const place = document.getElementById("mc-reflections");
  place.lang = language;
  const stem = place.dataset.stem;
  const show = async () => {
    place.replaceChildren(make("p", { class: "mc-faint" }, t("Fetching your reflections…")));
    try {
      await (stem ? drawOne(place, stem) : drawList(place));
    } catch (error) {
      const missing = error.status === 404;
      place.replaceChildren(make("h1", {}, t("Your reflections")), make("p", { role: missing ? null : "alert" }, missing ? t("Only participants write reflections, so there is nothing here for you.") : error.message),
        missing ? "" : make("button", { type: "button", onclick: show }, t("Try again")));
    }
  };
  await show();
}

start();
