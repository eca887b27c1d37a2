/** The pulse for facilitators: who is stuck, how many need a minute or are done; never a word that anyone wrote. */

import { follow } from "./follow.js";
import { addStyles, language, make, plural, spoken, t } from "./site.js";

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  addStyles("sharing");
  const news = make("p", { role: "status", class: "mc-unseen" });
  const body = make("div", { class: "mc-board", id: "mc-board", tabindex: "-1" });
  const chip = make("a", { class: "mc-stuck-chip", href: `#${body.id}`, hidden: true });
  el.append(news, body, chip);
  let known = new Set();
  follow("pulse", (value) => {
    const board = value?.board;
    const stuck = board?.stuck ?? [];
    const newly = stuck.filter((one) => !known.has(one.person));
    known = new Set(stuck.map((one) => one.person));
    if (newly.length) news.textContent = t("Stuck: {names}", { names: newly.map((one) => one.name).join(", ") });
    chip.hidden = !stuck.length;
    chip.textContent = plural(stuck.length, "{count} person is stuck", "{count} people are stuck");
    body.replaceChildren(...(board ? shown(board, stuck) : [make("p", { class: "mc-faint" }, t("No session is running. Once one is, you see here how people are doing."))]));
  });
}

function shown({ counts, people }, stuck) {
  const quiet = people - counts.stuck - counts.minute - counts.done;
  const number = (count, words, kind) => make("div", { class: `mc-count mc-count-${kind}` }, make("dt", {}, words), make("dd", {}, String(count)));
  const names = stuck.length
    ? [make("h3", {}, t("Go and see")), make("ul", {}, ...stuck.map((one) => make("li", { dir: "auto" }, one.name)))]
    : [make("p", { class: "mc-faint" }, t("Nobody says that they are stuck."))];
  return [make("dl", { class: "mc-counts-row" }, number(counts.stuck, t("Stuck"), "stuck"), number(counts.minute, t("Need a minute"), "minute"),
    number(counts.done, t("Done"), "done"), number(quiet, t("Have not said"), "quiet")),
  make("p", { class: "mc-faint" }, plural(people, "Of {count} participant, for the block that runs now.", "Of {count} participants, for the block that runs now.")), ...names];
}
