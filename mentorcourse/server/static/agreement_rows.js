/** The rows of an agreement: both columns beside each other, the initials of both, and comments. */

import { ask, language, make, plural, t } from "./site.js";
import { offersPart } from "./agreement_offers.js";

const exact = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const moment = (at) => exact.format(new Date(at));

const SIDES = /** @type {const} */ (["mentee", "mentor"]);

/** @param {any} agreement @param {"mentee" | "mentor"} side */
export function whose(agreement, side) {
  const name = agreement.names[side];
  if (side === agreement.side) return side === "mentee" ? t("You, the mentee") : t("You, the mentor");
  return side === "mentee" ? t("{name}, the mentee", { name }) : t("{name}, the mentor", { name });
}

const written = (text) => (text.trim() ? make("p", { class: "mc-entry-text", dir: "auto" }, text) : make("p", { class: "mc-faint" }, t("(nothing written)")));

/** The same again stays as it is, so that nothing jumps or is read out twice. */
function put(place, told, ...children) {
  const key = JSON.stringify(told);
  if (place.dataset.told === key) return;
  place.dataset.told = key;
  place.replaceChildren(...children);
}

/**
 * @param {any} page the open page: `agreement` as it is, and what one can do with a row
 * @param {any} row @param {string} level the heading's element @param {((key: string, label: string) => HTMLElement) | null} fieldOf
 */
function rowPart(page, row, level, fieldOf) {
  const { side } = page.agreement;
  const heading = make(level, { id: `mca-${row.key}`, lang: page.agreement.wording_language }, row.label);
  const cells = Object.fromEntries(SIDES.map((one) => [one, make("div", { class: "mca-words" })]));
  const field = fieldOf?.(row.key, t("{row}: your words", { row: row.label }));
  if (field) cells[side].append(field, anywayPart(page, row), side === "mentor" ? offersPart(row, page.fieldOf(row.key)) : "");
  const given = make("div", { class: "mca-initials" });
  const remarks = commentsPart(page, row);
  const part = make("section", { class: "mca-row", "aria-labelledby": heading.id, "data-row": row.key }, heading,
    make("p", { class: "mca-help", lang: page.agreement.wording_language }, row.help),
    make("div", { class: "mca-cells" }, ...SIDES.map((one) => make("div", { class: `mca-cell mca-${one}`, role: "group", "aria-label": whose(page.agreement, one) },
      make("p", { class: "mca-who", "aria-hidden": "true" }, whose(page.agreement, one)), cells[one]))),
    given, remarks.element);
  const refresh = (fresh) => {
    if (!field) put(cells[side], fresh.mine, written(fresh.mine));
    const theirs = side === "mentee" ? "mentor" : "mentee";
    cells[theirs].parentElement.classList.toggle("mca-unshown", fresh.theirs === null);
    put(cells[theirs], fresh.theirs, fresh.theirs === null ? make("p", { class: "mc-faint" }, t("Not shown yet.")) : written(fresh.theirs));
    put(given, [fresh.initials, page.agreement.stage], ...initialsPart(page, fresh));
    remarks.refresh(fresh.comments);
  };
  refresh(row);
  return { element: part, refresh };
}

/** Where the server holds words back because they look identifying, their writer may share them all the same. */
function anywayPart(page, row) {
  const { form } = page;
  const button = make("button", { type: "button", class: "mc-quiet", hidden: true, onclick: async () => {
    const text = form.answers.value(row.key);
    await ask(`agreements/${page.agreement.id}/rows/${row.key}/anyway`, { method: "POST", body: { text } });
    form.changed(row.key, text);
    form.save();
  } }, t("Share it anyway"));
  const held = t("If it may be read as it is, share it anyway.");
  form.onUpdate(() => { button.hidden = !form.answers.errors.get(row.key)?.endsWith(held); });
  return button;
}

function initialsPart(page, row) {
  const { agreement } = page;
  if (row.mark === null) return [];
  const lines = SIDES.map((side) => {
    const given = row.initials[side];
    const words = given ? t("{letters}, {at}", { letters: given.letters, at: moment(given.at) }) : t("not initialed yet");
    return make("p", { class: given ? "mca-given" : "mc-faint" }, make("span", { class: "mca-label" }, `${whose(agreement, side)}: `), given ? make("strong", {}, words) : words);
  });
  const mine = agreement.stage === "together" && agreement.may_write && !row.initials[agreement.side];
  const button = mine && make("button", { type: "button", class: "mc-quiet mca-initial", "aria-label": t("Initial this row: {row}", { row: row.label }),
    onclick: (event) => page.initial(row.key, event.target) }, t("Initial this row"));
  return [make("div", { class: "mca-both" }, ...lines), ...(button ? [button] : [])];
}

function commentsPart(page, row) {
  const list = make("ul", { class: "mca-comments" });
  const summary = make("summary", {});
  const text = make("textarea", { id: `mca-comment-${row.key}`, rows: 2, maxlength: 1000 });
  const news = make("p", { role: "status", class: "mc-faint" });
  const send = make("button", { type: "button", class: "mc-quiet", onclick: async () => {
    try {
      await page.take(await ask(`agreements/${page.agreement.id}/rows/${row.key}/comments`, { method: "POST", body: { text: text.value } }));
      text.value = "";
      news.textContent = t("Your comment is there for the other to read.");
    } catch (error) {
      news.textContent = error.message;
    }
  } }, t("Comment"));
  const writing = make("div", { class: "mc-answer" }, make("label", { for: text.id }, t("A comment on {row}", { row: row.label })), text, send, news);
  const element = make("details", { class: "mca-remarks" }, summary, list, writing);
  let count = -1;
  const refresh = (comments) => {
    writing.hidden = !page.agreement.may_comment;
    element.hidden = !page.agreement.may_comment && !comments.length;
    if (comments.length === count) return;
    const isFirst = count < 0;
    count = comments.length;
    summary.textContent = count ? plural(count, "{count} comment", "{count} comments") : t("Comment on this row");
    list.replaceChildren(...comments.map((one) => make("li", {}, make("p", { class: "mc-faint" }, `${whose(page.agreement, one.side)}, ${moment(one.at)}`),
      make("p", { class: "mc-entry-text", dir: "auto" }, one.text))));
    if (!isFirst) element.open = true;
  };
  return { element, refresh };
}

/**
 * All rows. With `fieldOf` one's own column is written in.
 * @param {any} page @param {string} level @param {((key: string, label: string) => HTMLElement) | null} fieldOf
 */
export function rowsOf(page, level, fieldOf) {
  const parts = new Map(page.agreement.rows.map((row) => [row.key, rowPart(page, row, level, fieldOf)]));
  return {
    element: make("div", { class: "mca-rows" }, ...[...parts.values()].map((part) => part.element)),
    refresh: (agreement) => agreement.rows.forEach((row) => parts.get(row.key)?.refresh(row)),
  };
}
