/** The room view's sentences: those of the section that the session is about. */

import { follow } from "./follow.js";
import { sentenceList } from "./sentence_list.js";
import { addStyles, language, spoken } from "./site.js";

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  addStyles("sharing");
  let section = "";
  let all = [];
  const draw = () => el.replaceChildren(...sentenceList(all.filter((one) => one.section === section)));
  follow("session", (session) => { section = session?.section ?? ""; draw(); });
  follow("sentences", (sentences) => { all = sentences; draw(); });
}
