/** For facilitators: who has earned a certificate, and all of them as one file. */

import { address, ask, language, make, plural, spoken, t } from "./site.js";
import { printing } from "../forms/printing.js";

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  try {
    const { offered, names, people } = await ask("staff/certificates");
    if (!offered) el.append(make("p", {}, t("This course gives no certificates. Whoever looks after it can say in course.yaml what one asks for.")));
    else if (!names.length) el.append(make("p", {}, t("Nobody has earned a certificate yet.")));
    else {
      el.append(make("p", {}, plural(names.length, "{count} person of {people} has earned a certificate.", "{count} people of {people} have earned a certificate.", { people })),
        make("ul", {}, ...names.map((name) => make("li", {}, name))),
        make("p", {}, make("a", { href: address(`course/api/staff/certificates.pdf?${printing()}`), download: "" }, t("All certificates in one PDF, a page for each"))));
    }
  } catch (error) {
    el.append(make("p", { class: "mc-alert", role: "alert" }, error.message));
  }
}
