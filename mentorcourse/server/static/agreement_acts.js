/** What one does with an agreement on purpose, each asked once more: hand the page over, initial a row, end it. */

import { ask, make, t } from "./site.js";
import { whose } from "./agreement_rows.js";
import { confirmation, say } from "./asking.js";

const quoted = (text) => (text.trim() ? make("p", { class: "mc-entry-text mca-quoted", dir: "auto" }, text) : make("p", { class: "mc-faint" }, t("(nothing written)")));

/** @param {any} page @param {HTMLElement} opener */
export async function handOver(page, opener) {
  if (!(await page.settled())) return;
  const { agreement } = page;
  const name = agreement.other;
  const sends = agreement.side === "mentee";
  const agreed = await confirmation(opener, {
    title: sends ? t("Send your column to {name}?", { name }) : t("Return the page to {name}?", { name }), yes: sends ? t("Send it") : t("Return it"), no: t("Not yet"),
    body: [make("p", {}, sends
      ? t("{name} then reads what you wrote and answers beside it. Your column rests until the page comes back to you; then both of you can revise.", { name })
      : t("{name} then reads your answers. From then on both of you can revise, each their own column, and initial row by row.", { name }))],
  });
  if (!agreed) return;
  const send = (anyway) => ask(`agreements/${agreement.id}/hand-over`, { method: "POST", body: { anyway } });
  let fresh;
  try {
    fresh = await send(false);
  } catch (error) {
    if (!error.reply?.noticed) throw error;
    if (!(await sharesAnyway(opener, error.reply))) return;
    fresh = await send(true);
  }
  await page.take(fresh);
  page.turn.focus(); // the button that was pressed is gone
  say(page.news, sends ? t("The page is with {name} now.", { name }) : t("The page is back with {name}, and open to both of you.", { name }));
}

/** Says what looks like somebody could be known by it, and leaves the choice. */
function sharesAnyway(opener, { message, noticed }) {
  return confirmation(opener, {
    title: t("Could somebody be recognized?"), yes: t("Hand it over as it is"), no: t("Go back and change it"),
    body: [make("p", {}, message), make("ul", {}, ...noticed.map((one) => make("li", {}, make("strong", {}, one.found), ` – ${one.words} (${one.row})`)))],
  });
}

const firstLetters = (name) => name.split(/\s+/).map((part) => [...part][0] ?? "").join("").slice(0, 3).toUpperCase();

/** Shows exactly the words that the initials will stand for. @param {any} page @param {string} key @param {HTMLElement} opener */
export async function initialRow(page, key, opener) {
  if (!(await page.settled())) return;
  await page.refresh();
  const { agreement } = page;
  const row = agreement.rows.find((one) => one.key === key);
  if (!row?.mark || agreement.stage !== "together") return;
  const letters = make("input", { id: "mca-letters", maxlength: 6, size: 8, autocomplete: "off", value: page.letters ?? firstLetters(agreement.names[agreement.side]) });
  const words = { [agreement.side]: row.mine, [agreement.side === "mentee" ? "mentor" : "mentee"]: row.theirs ?? "" };
  const agreed = await confirmation(opener, {
    title: t("Initial “{row}”?", { row: row.label }), yes: t("Put my initials here"), no: t("Not yet"),
    body: [make("p", {}, t("Your initials say that you agree to these words, and to no others:")),
      ...["mentee", "mentor"].flatMap((side) => [make("p", { class: "mca-who" }, whose(agreement, side)), quoted(words[side])]),
      make("p", {}, make("label", { for: letters.id }, t("Your initials")), " ", letters)],
  });
  if (!agreed) return;
  page.letters = letters.value;
  await page.take(await ask(`agreements/${agreement.id}/rows/${key}/initials`, { method: "POST", body: { letters: letters.value, seen: row.mark } }));
  const next = page.sheet.querySelector(`[data-row="${key}"] ~ [data-row] .mca-initial`) ?? page.sheet.querySelector(".mca-initial");
  (next ?? page.turn).focus(); // row after row by keyboard
}

/** @param {any} page @param {HTMLElement} opener */
export async function endIt(page, opener) {
  await page.settled();
  const name = page.agreement.other;
  const agreed = await confirmation(opener, {
    title: t("End this agreement?"), yes: t("End it"), no: t("Keep it"),
    body: [make("p", {}, t("Either of you may end it at any time. You owe nobody a reason, and nothing follows from it in this course.")),
      make("p", {}, t("What each keeps: you and {name} can both still read and download the page as it is, and every signed version. A column that was not handed over stays unseen. Nothing can be changed any more, and check-ins stop.", { name }))],
  });
  if (!agreed) return;
  await page.take(await ask(`agreements/${page.agreement.id}/end`, { method: "POST", body: {} }));
  page.turn.focus();
}
