/** What a mentor wrote earlier in the course, offered beside a row: copied only when they say so, and undone as easily. */

import { ask, make, t } from "./site.js";

/** Asked for once a page, and only by somebody who opens one of the offers. @type {Promise<any[]> | null} */
let asked = null;

const fetched = () => {
  asked ??= ask("agreements/offers").then(({ offers }) => offers).catch((error) => { asked = null; throw error; });
  return asked;
};

/**
 * @param {{key: string, label: string}} row
 * @param {{read: () => string, write: (text: string) => void}} field one's own words in this row
 */
export function offersPart(row, field) {
  const body = make("div");
  const part = make("details", { class: "mca-offers" }, make("summary", {}, t("Copy something you wrote in the course")), body);
  part.addEventListener("toggle", async () => {
    if (!part.open) return;
    try {
      const fitting = (await fetched()).filter((one) => one.rows.includes(row.key));
      body.replaceChildren(...(fitting.length ? offered(fitting, field) : [make("p", {}, t("You have written nothing in the course that belongs here."))]));
    } catch (error) {
      body.replaceChildren(make("p", { role: "alert" }, error.message));
    }
  });
  return part;
}

function offered(fitting, field) {
  const told = make("p", { role: "status", class: "mc-faint" });
  const undo = make("button", { type: "button", class: "mc-quiet", hidden: true }, t("Undo"));
  const copy = (text) => {
    const before = field.read();
    field.write(before.trim() ? `${before}\n\n${text}` : text);
    told.textContent = t("Copied. What you wrote in the course stays as it is.");
    undo.hidden = false;
    undo.onclick = () => {
      field.write(before);
      told.textContent = t("Your words in this row are as they were before.");
      undo.hidden = true;
    };
  };
  const rows = fitting.map((one) => make("li", {}, make("p", { class: "mc-faint" }, one.asked), make("p", { class: "mc-entry-text" }, one.text),
    make("button", { type: "button", class: "mc-quiet", "aria-label": t("Copy: {what}", { what: one.asked }), onclick: () => copy(one.text) }, t("Copy"))));
  return [make("ul", { class: "mca-comments" }, ...rows), told, undo];
}
