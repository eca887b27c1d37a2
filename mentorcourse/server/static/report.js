/** The cohort's report: made on the server while one waits, and then kept as a file. */

import { address, language, make, spoken, t } from "./site.js";
import { printing } from "../forms/printing.js";

const forms = () => ({
  pdf: t("PDF, for the department"),
  xlsx: t("Spreadsheet (XLSX), with a codebook"),
  zip: t("CSV files with a codebook, for a statistics program"),
});

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  const news = make("div", { role: "status", class: "mc-news" });
  const buttons = Object.entries(forms()).map(([ending, words]) =>
    make("li", {}, make("button", { type: "button", class: "mc-quiet", onclick: () => fetchFile(ending, news, buttons) }, words)));
  el.append(make("ul", { class: "mc-report" }, ...buttons), news);
}

/** @param {string} ending @param {HTMLElement} news @param {HTMLElement[]} buttons */
async function fetchFile(ending, news, buttons) {
  const all = buttons.map((one) => one.firstElementChild);
  const bar = make("progress", { "aria-label": t("The report is being made") });
  news.replaceChildren(make("p", {}, t("The report is being made. This takes some seconds; you may go on working."), " ", bar));
  for (const one of all) one.setAttribute("aria-disabled", "true");
  try {
    const response = await fetch(address(`course/api/staff/report.${ending}?${printing()}`), { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error((await response.json().catch(() => ({}))).message ?? t("This did not work ({status}). Try again.", { status: response.status }));
    const link = make("a", { href: URL.createObjectURL(await response.blob()), download: nameOf(response) ?? `report.${ending}` }, t("Keep the file again"));
    news.replaceChildren(make("p", {}, t("The report is ready, and your browser keeps it with its downloads."), " ", link));
    link.click();
  } catch (error) {
    const words = error instanceof TypeError ? t("The course cannot be reached. Check your connection, then try again.") : error.message;
    news.replaceChildren(make("p", { class: "mc-alert", role: "alert" }, words));
  }
  for (const one of all) one.removeAttribute("aria-disabled");
}

/** @param {Response} response */
const nameOf = (response) => {
  const named = response.headers.get("Content-Disposition")?.match(/filename\*=UTF-8''([^;]+)/)?.[1];
  return named && decodeURIComponent(named);
};
