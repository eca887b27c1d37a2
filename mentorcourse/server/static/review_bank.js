/** The comment bank: sentences to use again, found by typing and put in by Enter, one's own and colleagues'. */

import { ask, make, t } from "./site.js";

/** @param {HTMLTextAreaElement} field takes the sentence where its cursor stands @param {() => void} changed */
export async function openBank(field, changed) {
  const list = make("ul", { class: "mc-bank-list" });
  const told = make("p", { role: "status", class: "mc-faint" });
  const keeping = keepPart(field, (sentences) => draw(sentences));
  const search = make("input", { type: "search", id: "mc-bank-search", autocomplete: "off" });
  const dialog = make("dialog", { class: "mc-dialog mc-bank", "aria-labelledby": "mc-bank-title" },
    make("h2", { id: "mc-bank-title" }, t("Comment bank")), make("p", {}, make("label", { for: search.id }, t("Find a sentence; Enter puts the first one in")), search), told, list,
    keeping, make("div", { class: "mc-dialog-tools" }, make("button", { type: "button", class: "mc-quiet", onclick: () => dialog.close() }, t("Close"))));
  let kept = [];
  const insert = (text) => {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    changed();
    dialog.close();
  };
  const found = () => kept.filter((one) => one.text.toLowerCase().includes(search.value.trim().toLowerCase()));
  const refresh = () => {
    told.textContent = found().length ? "" : kept.length ? t("No sentence has this in it.") : keeping ? t("Your bank is empty so far.") : t("Your bank is empty. Write a comment, select it, and keep it here.");
    list.replaceChildren(...found().map((one) => row(one, insert, draw)));
  };
  const draw = (sentences) => { kept = sentences; refresh(); };
  search.addEventListener("input", refresh);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (found().length) insert(found()[0].text);
  });
  dialog.addEventListener("close", () => { dialog.remove(); field.focus(); });
  document.querySelector("main").append(dialog);
  dialog.showModal();
  search.focus();
  try { draw((await ask("review/bank")).sentences); } catch (error) { told.textContent = error.message; }
}

function row(one, insert, draw) {
  const remove = async () => {
    await ask(`review/bank/${one.id}`, { method: "DELETE" });
    draw((await ask("review/bank")).sentences);
  };
  return make("li", {}, make("button", { type: "button", class: "mc-quiet", onclick: () => insert(one.text) }, one.text),
    make("span", { class: "mc-faint" }, one.by ? ` ${t("shared by {name}", { name: one.by })}` : one.shared ? ` ${t("yours, shared")}` : ` ${t("yours")}`),
    one.by ? "" : make("button", { type: "button", class: "mc-quiet", "aria-label": t("Remove: {text}", { text: one.text }), onclick: remove }, t("Remove")));
}

/** What is selected in the comment, or all of it, may be kept for another time. */
function keepPart(field, draw) {
  const text = field.value.slice(field.selectionStart, field.selectionEnd).trim() || field.value.trim();
  if (!text) return "";
  const shared = make("input", { type: "checkbox", id: "mc-bank-shared" });
  const told = make("p", { role: "status" });
  const keep = async () => {
    try {
      draw((await ask("review/bank", { method: "POST", body: { text, shared: shared.checked } })).sentences);
      told.textContent = t("Kept.");
    } catch (error) { told.textContent = error.message; }
  };
  return make("section", { "aria-label": t("Keep what you wrote") }, make("p", { class: "mc-faint" }, t("Keep this for another time:")), make("p", { class: "mc-entry-text" }, text),
    make("p", {}, shared, make("label", { for: shared.id }, ` ${t("Share it with the other trainers of this cohort")}`)), make("button", { type: "button", class: "mc-quiet", onclick: keep }, t("Keep it")), told);
}
