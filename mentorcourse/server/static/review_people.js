/** Who is at a reflection: claim it, hand it over, put it back; or step back from its writer altogether. */

import { ask, make, t } from "./site.js";
import { confirmation } from "./asking.js";
import { holderWords } from "./review_queue.js";

/** @param {any} desk */
export function claimPart(desk) {
  const place = make("div", { class: "mc-claim", role: "group", "aria-label": t("Who is reading this") });
  const give = async (to) => {
    try {
      desk.opened.holder = (await ask(`review/submissions/${desk.id}/claim`, { method: "PUT", body: { to } })).holder;
      draw();
      await desk.page.refresh();
    } catch (error) { desk.page.say(error.message, true); }
  };
  const button = (words, to) => make("button", { type: "button", class: "mc-quiet", onclick: () => give(to) }, words);
  const draw = () => {
    const { holder } = desk.opened;
    if (desk.version.state === "released" || desk.check.asked?.state === "asked") return place.replaceChildren();
    const words = !holder ? t("Nobody has claimed this reflection.") : holder.mine ? t("This reflection is with you.") : `${holderWords(holder)}.`;
    return place.replaceChildren(make("p", { class: holder && !holder.mine ? "mc-alert" : "mc-faint" }, words),
      holder?.mine ? button(t("Put it back"), null) : button(holder ? t("Take it over") : t("Claim it"), "me"), handOver(desk, give));
  };
  draw();
  desk.drawClaim = draw;
  return place;
}

function handOver(desk, give) {
  const { colleagues } = desk.page.queue;
  if (!colleagues.length) return "";
  const select = make("select", { id: "mc-hand-over" }, ...colleagues.map((one) => make("option", { value: one.trainer }, one.name)));
  return make("details", {}, make("summary", {}, t("Hand it to a colleague")), make("p", {}, make("label", { for: select.id }, t("Colleague")), " ", select, " ", make("button", { type: "button", class: "mc-quiet", onclick: () => give(select.value) }, t("Hand it over"))));
}

/** @param {any} desk */
export function recusePart(desk) {
  const reasons = [["mentee", t("I mentor this person")], ["report", t("They report to me")], ["supervisor", t("They are my supervisor")], ["other", t("Another reason")]];
  const select = make("select", { id: "mc-recuse-reason" }, ...reasons.map(([value, words]) => make("option", { value }, words)));
  const button = make("button", { type: "button", class: "mc-quiet" }, t("Step back…"));
  button.addEventListener("click", async () => {
    const body = [make("p", {}, t("None of this person’s reflections is on your list any more, now or later, until you take it back. Other trainers see that it is free."))];
    if (!(await confirmation(button, { title: t("Step back from this person’s reflections?"), yes: t("Step back"), no: t("Stay"), body }))) return;
    try {
      await ask(`review/submissions/${desk.id}/recuse`, { method: "POST", body: { reason: select.value } });
      await desk.page.close(t("You have stepped back. It is with your colleagues now."));
    } catch (error) { desk.page.say(error.message, true); }
  });
  return make("details", { class: "mc-recuse" }, make("summary", {}, t("I should not be the one who reads this")), make("p", {}, make("label", { for: select.id }, t("Because")), " ", select, " ", button));
}
