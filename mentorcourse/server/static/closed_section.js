/** The page of a section that is closed for now, which shows the section as soon as it is open. */

const waits = /** @type {HTMLElement} */ (document.getElementById("mc-waits"));

/** What page.js is told whenever a section is opened or closed. @param {any} event */
function look({ detail }) {
  if (detail.some((one) => one.section === waits.dataset.section && one.open)) location.reload();
}

addEventListener("mentorcourse:progress", look);
