/** Sentences that participants want to share with the room: a facilitator shows each, or does not. */

import { follow } from "./follow.js";
import { say } from "./asking.js";
import { addStyles, ask, language, make, plural, spoken, t } from "./site.js";

const states = () => ({ waiting: t("Waits for you"), shown: t("Shown"), "not shown": t("Not shown") });

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  addStyles("sharing");
  const news = make("div", { role: "status" });
  const body = make("div", {});
  el.append(news, body);
  const look = async () => {
    try {
      draw((await ask("staff/sentences")).sentences);
    } catch (error) {
      say(news, error.message, true);
    }
  };
  const decide = async (one, state) => {
    try {
      await ask(`staff/sentences/${one.id}`, { method: "PUT", body: { state } });
      say(news, state === "shown" ? t("The cohort sees the sentence now.") : t("The cohort does not see the sentence."));
    } catch (error) {
      say(news, error.message, true);
    }
    await look();
  };
  const draw = (sentences) => {
    const focused = body.contains(document.activeElement) ? document.activeElement.id : "";
    const waiting = sentences.filter((one) => one.state === "waiting");
    const rest = sentences.filter((one) => one.state !== "waiting");
    body.replaceChildren(make("p", { class: "mc-faint" }, sentences.length
      ? plural(waiting.length, "{count} sentence waits for you.", "{count} sentences wait for you.")
      : t("Nobody has shared a sentence yet. The form is at the end of each section’s page.")),
    make("ul", { class: "mc-sentences" }, ...[...waiting, ...rest].map((one) => row(one, decide))));
    if (focused) document.getElementById(focused)?.focus();
  };
  follow("sentences_waiting", look);
  follow("sentences", look);
}

const takeDown = (one) => (one.state === "shown" ? t("Take down") : t("Do not show"));

function row(one, decide) {
  const button = (state, words, label) => make("button", { type: "button", class: "mc-quiet", id: `mc-${state.replace(" ", "-")}-${one.id}`,
    "aria-label": `${label}: ${one.text}`, onclick: () => decide(one, state) }, words);
  return make("li", { "data-state": one.state }, make("p", { dir: "auto" }, one.text),
    make("p", { class: "mc-faint", dir: "auto" }, one.name ? t("{state}. Signed: {name}", { state: states()[one.state], name: one.name }) : t("{state}. Not signed", { state: states()[one.state] })),
    ...(one.state === "shown" ? [] : [button("shown", t("Show"), t("Show to the cohort")), " "]),
    ...(one.state === "not shown" ? [] : [button("not shown", takeDown(one), takeDown(one))]));
}
