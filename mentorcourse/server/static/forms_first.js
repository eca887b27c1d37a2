/** Forms first: they can be written in before anything else of their page is fetched. */

import { mountForm, speak } from "../forms/form.js";

/** The widgets, which are still on their way, join the forms that stand. */
async function mountForms() {
  for (const script of document.querySelectorAll("script.mc-form")) {
    const definition = JSON.parse(script.textContent);
    await speak(definition.language);
    mountForm(script.parentElement, definition);
  }
}

/** Resolves when every form of the page stands. */
export const standing = mountForms();

/** The browser's next picture of the page; a page that nobody sees waits for none. */
const painted = () => new Promise((resolve) => {
  if (document.visibilityState === "hidden") setTimeout(resolve);
  else requestAnimationFrame(() => setTimeout(resolve));
});

/** Resolves when they can be seen: now there is time for all else. */
export const shown = standing.catch(reportError).then(painted);
