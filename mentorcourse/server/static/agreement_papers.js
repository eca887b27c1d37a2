/** What is kept of an agreement: the page as it is and every signed version to download, and who opened it, when. */

import { printing } from "../forms/printing.js";
import { address, language, make, t } from "./site.js";
import { whose } from "./agreement_rows.js";

const exact = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });

/** @param {any} agreement @param {string} which "now" or the number of a signed version @param {string} name */
function downloads(agreement, which, name) {
  const link = (ending, words) => make("a", { href: address(`course/api/agreements/${agreement.id}/papers/${which}.${ending}?${printing()}`), download: "", "aria-label": `${name}: ${words}` }, words);
  return make("span", { class: "mca-downloads" }, link("pdf", t("PDF")), " ", link("docx", t("Word")));
}

/** @param {any} agreement */
export function keptPart(agreement) {
  const signed = [...agreement.signed].reverse().map((one) => {
    const name = t("Version {number}, signed by both on {day}", { number: one.number, day: exact.format(new Date(one.signed_at)) });
    return make("li", {}, make("p", {}, name, " ", downloads(agreement, String(one.number), name)),
      make("p", { class: "mc-faint mca-hash" }, t("Fingerprint: {hash}", { hash: one.hash })));
  });
  const now = t("The page as it is now");
  return make("section", { "aria-labelledby": "mca-kept-title" }, make("h2", { id: "mca-kept-title" }, t("To print and keep")),
    make("p", {}, now, " ", downloads(agreement, "now", now)), signed.length ? make("ul", { class: "mca-signed" }, ...signed) : "");
}

/** @param {any} agreement */
export function openedPart(agreement) {
  const lines = [...agreement.opened].reverse().map((one) => make("li", {}, `${whose(agreement, one.side)}: ${exact.format(new Date(one.at))}`));
  return make("details", { class: "mca-part" }, make("summary", {}, t("Who opened this, when")),
    lines.length ? make("ul", {}, ...lines) : make("p", {}, t("Nobody yet.")));
}
