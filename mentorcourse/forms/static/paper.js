/** What a worksheet offers for paper: a PDF with one's answers, one to write on by hand, and cards to carry along. */

import { courseUrl } from "./api.js";
import { element, say, show } from "./element.js";
import { printing } from "./printing.js";
import { isEmpty } from "./values.js";
import { words } from "./words.js";

/** @param {import("./form.js").FormContext} form @returns {HTMLElement} */
export function paperMenu(form) {
  const address = `api/worksheets/${form.definition.activity}.pdf`;
  const news = element("p", { class: "mcf-help", role: "status" });
  const button = (label, work) => element("button", { type: "button", class: "mcf-button", on: { click: work } }, label);
  return element("details", { class: "mcf-paper" }, element("summary", {}, words.paper),
    element("div", { class: "mcf-row" },
      button(words.paperFilled, () => keep(form, address, news)),
      button(words.paperBlank, () => download(`${address}?blank`, news))), news);
}

/** The starred questions as cards, once there are any. @param {import("./form.js").FormContext} form */
export function cardTools(form) {
  const { definition, answers, onUpdate } = form;
  const keys = Object.keys(definition.fields);
  const help = element("p", { class: "mcf-help", role: "status" });
  const button = element("button", { type: "button", class: "mcf-button",
    on: { click: () => keep(form, `api/card/${definition.activity}.pdf`, help) } }, words.card);
  let had;
  onUpdate(() => {
    const some = keys.some((key) => !isEmpty(answers.value(key)));
    show(button, some);
    if (some !== had) say(help, some ? words.cardHelp : words.cardEmpty);
    had = some;
  });
  return element("div", { class: "mcf-row mcf-card-tools" }, button, help);
}

/** Downloads what is on the page: it is saved first, and where it cannot be, that is said. */
async function keep(form, path, news) {
  if (await form.save()) await download(path, news);
  else say(news, words.paperUnsaved);
}

/** Fetches a file, so that a wait and a failure are said in words. */
async function download(path, news) {
  say(news, words.paperPreparing);
  try {
    const answer = await fetch(courseUrl(`${path}${path.includes("?") ? "&" : "?"}${printing()}`),
      { headers: { Accept: "application/pdf, application/json" }, credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) {
      const { message } = await answer.json().catch(() => ({}));
      say(news, message || words.paperFailed);
      return;
    }
    const address = URL.createObjectURL(await answer.blob());
    element("a", { href: address, download: nameOf(answer) }).click();
    URL.revokeObjectURL(address);
    say(news, words.paperReady);
  } catch {
    say(news, words.paperFailed);
  }
}

/** The name that the server gave the file. @param {Response} answer */
function nameOf(answer) {
  const [, name] = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") ?? "") ?? [];
  return name ? decodeURIComponent(name) : "worksheet.pdf";
}
