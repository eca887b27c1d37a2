/** What home says ahead: when the cohort's answers go, with the workbook to keep, and when one is erased. */

import { address, ask, language, make, t } from "./site.js";

const day = new Intl.DateTimeFormat(language, { dateStyle: "long" });
const notice = (...parts) => make("div", { class: "mc-notice", role: "status" }, ...parts);

/** @returns {HTMLElement} a place that fills itself; it stays empty for nearly everybody */
export function keptNews() {
  const place = make("div", { class: "mc-kept" });
  const show = ({ answers_go_at: goes, erased_at: erased }) => {
    if (goes) place.append(notice(
      make("p", {}, t("What your cohort wrote here is deleted on {day}, because it has been kept long enough. Take your workbook with you before then.", { day: day.format(new Date(goes)) })),
      make("p", {}, make("a", { href: address("course/api/workbook.pdf"), download: "" }, t("Your workbook as PDF")))));
    if (erased) place.append(notice(
      make("p", {}, t("Everything about you is erased on {day}.", { day: day.format(new Date(erased)) })),
      make("p", {}, make("a", { href: address("course/privacy/you") }, t("Call it off, or take everything with you")))));
  };
  ask("kept").then(show).catch(() => {});
  return place;
}
