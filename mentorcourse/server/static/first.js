/** What a page does before anything else: its forms, which can be written in before the rest is fetched, and its panels. */

import { mountForm, speak } from "../forms/form.js";
import { mountPanels } from "./panels.js";
import { takeOver } from "./take_over.js";

/** The browser's next picture of the page; a page that nobody sees waits for none. */
const painted = () => new Promise((resolve) => {
  if (document.visibilityState === "hidden") setTimeout(resolve);
  else requestAnimationFrame(() => setTimeout(resolve));
});

/** One after the other, each seen before the next is built; their widgets, still on their way, will join them. */
async function mountForms() {
  if (document.querySelector(".mc-drawn")) await painted();
  for (const script of document.querySelectorAll("script.mc-form")) {
    const definition = JSON.parse(script.textContent);
    await speak(definition.language);
    const drawn = script.parentElement.querySelector(".mc-drawn");
    try {
      const { element } = mountForm(script.parentElement, definition);
      if (drawn) takeOver(drawn, element);
    } finally {
      drawn?.remove(); // it cannot do anything
    }
    await painted();
  }
}

function closeSectionsOnPhone() {
  const sections = document.querySelector("body:not(.mc-guest) #mc-sections");
  if (sections && matchMedia("(max-width: 60rem)").matches) sections.open = false;
  document.body.classList.add("mc-begun");
}

closeSectionsOnPhone();
mountPanels();

/** Resolves when every form of the page can be seen: then there is time for all else. */
export const ready = mountForms().catch(reportError);
