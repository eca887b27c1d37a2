/** The parts of a page that a script of their own fills: home, the journal, what staff see. No kernel has to do with them. */

import { settings } from "./site.js";

/** @param {HTMLElement} el @param {string} name of the script beside this one; should it not come, the page says so */
export async function showPanel(el, name) {
  el.dir = document.documentElement.dir; // it speaks the page's language, also where the text around it is English
  try {
    const { render } = await import(new URL(`${name}.js`, import.meta.url).href);
    return await render(el);
  } catch (error) {
    console.error(error);
    el.setAttribute("role", "alert");
    el.textContent = settings().notLoaded ?? "This part of the page could not be loaded. Reload the page; if that does not help, tell your facilitator. Nothing that you saved before is lost.";
  }
}

/** All that the page came with. */
export function mountPanels() {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".mc-widget[data-panel]"))) {
    const el = document.createElement("div");
    place.append(el);
    showPanel(el, place.dataset.panel ?? "");
  }
}
