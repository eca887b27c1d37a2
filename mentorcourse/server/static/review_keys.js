/** Keys that act by themselves while nobody types; they can be switched off, for speech input and wandering hands. */

import { make, t } from "./site.js";

const SWITCH = "mentorcourse:review-keys";

const isOff = () => { try { return localStorage.getItem(SWITCH) === "off"; } catch { return false; } };
const isTyping = (target) => target.closest?.('input:not([type="radio"]):not([type="checkbox"]), textarea, select, dialog');

/**
 * n and p go to the next and previous reflection, r releases, q leads to the queue; Escape leaves a text field.
 * @param {Record<"next" | "previous" | "release" | "queue", () => void>} acts
 * @returns {() => void} stops listening
 */
export function listenForKeys(acts) {
  const keys = { n: acts.next, p: acts.previous, r: acts.release, q: acts.queue };
  const heard = (event) => {
    if (event.key === "Escape" && event.target.matches?.(".mc-desk textarea")) {
      document.getElementById("mc-desk-title")?.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isOff()) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  addEventListener("keydown", heard, true);
  return () => removeEventListener("keydown", heard, true);
}

export function shortcutHelp() {
  const box = make("input", { type: "checkbox", id: "mc-keys", onchange: () => { try { localStorage.setItem(SWITCH, box.checked ? "on" : "off"); } catch { /* it holds for this page */ } } });
  box.checked = !isOff();
  const row = (keys, words) => [make("dt", {}, ...keys.map((key) => make("kbd", {}, key))), make("dd", {}, words)];
  return make("details", { class: "mc-keys" }, make("summary", {}, t("Working by keyboard")),
    make("dl", { class: "mc-levels" }, ...row(["n"], t("open the next reflection on the list")), ...row(["p"], t("the previous one")), ...row(["q"], t("back to the list")),
      ...row(["1", "…", "4"], t("the level, while a criterion has the focus; 0 takes it away")), ...row(["Ctrl+."], t("your comment bank, while you write a comment")),
      ...row(["Escape"], t("leaves the comment, so that the other keys work")), ...row(["r"], t("release the review, or ask for the check that it needs"))),
    make("p", {}, box, make("label", { for: box.id }, ` ${t("Single keys act by themselves")}`)));
}
