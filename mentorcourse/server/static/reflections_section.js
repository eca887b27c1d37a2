/** A section's last part: one's reflection, fetched when somebody comes near it, so that pages open as fast without it. */

import { language, make, spoken, t } from "./site.js";

const place = document.getElementById("mc-reflections");
const part = place.closest("section");
const failed = make("div");
const isAskedFor = () => location.hash === `#${part.id}`;

async function mount() {
  const { drawOne } = await import(new URL("reflections_one.js", import.meta.url).href);
  await spoken;
  place.lang = language;
  try {
    await drawOne(place, place.dataset.stem, 3);
    failed.remove();
    if (isAskedFor()) part.scrollIntoView(); // it has grown since the browser went there
  } catch (error) {
    if (error.status === 404) { part.remove(); return; } // staff write none
    place.after(failed);
    failed.replaceChildren(make("p", { role: "alert" }, error.message), make("button", { type: "button", onclick: mount }, t("Try again")));
  }
}

const near = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) begin(); }, { rootMargin: "400px" });

function begin() {
  near.disconnect();
  removeEventListener("hashchange", follow);
  mount();
}

function follow() {
  if (isAskedFor()) begin();
}

near.observe(part);
addEventListener("hashchange", follow);
follow();
