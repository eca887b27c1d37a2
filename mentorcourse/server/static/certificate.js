/** A participant's certificate: how far they are with what it asks for, and then the file itself. */

import { address, ask, make, t } from "./site.js";
import { printing } from "../forms/printing.js";

const point = ({ words, met }) => make("li", {}, make("span", { "aria-hidden": "true" }, met ? "✓ " : "○ "), words, met ? make("span", { class: "mc-faint" }, ` (${t("enough")})`) : "");

/** @returns {HTMLElement} a part of a participant's home page; it stays empty where no certificate is offered */
export function certificatePart() {
  const part = make("section", { "aria-labelledby": "mc-certificate-title", hidden: true });
  ask("certificate").then(({ offered, points }) => {
    if (!offered) return;
    const earned = points.every((one) => one.met);
    const file = make("a", { href: address(`course/api/certificate.pdf?${printing()}`), download: "" }, t("Your certificate, as PDF"));
    part.append(make("h2", { id: "mc-certificate-title" }, t("Your certificate")),
      make("p", {}, earned ? t("You have done all that the certificate asks for. Congratulations.") : t("This is what a certificate of completion asks for. Your facilitators see whether you have earned it, not what is missing.")),
      make("ul", { class: "mc-report" }, ...points.map(point)), ...(earned ? [make("p", {}, file)] : []));
    part.hidden = false;
  }).catch(() => {}); // home has all else, and says itself when the course cannot be reached
  return part;
}
