/** A section's end: share a sentence with the room on purpose, see how it stands, take it back; read what others shared. */

import { follow } from "./follow.js";
import { say } from "./asking.js";
import { addStyles, ask, make, spoken, t } from "./site.js";
import { sentenceList } from "./sentence_list.js";

const MOST = 240;
const part = document.getElementById("mc-share");
const { stem } = part.dataset;

spoken.then(() => {
  addStyles("sharing");
  const mine = make("div", {});
  const room = make("div", {});
  const form = shareForm(mine);
  part.append(form, mine, room);
  let shares = false;
  const show = () => { part.hidden = !shares && !room.childElementCount; };
  follow("own_sentences", async () => {
    shares = await fetchOwn(mine);
    form.hidden = !shares;
    show();
  });
  follow("sentences", (all) => {
    room.replaceChildren(...sentenceList(all.filter((one) => one.section === stem)));
    show();
  });
});

const news = make("div", { role: "status" });

function shareForm(mine) {
  const text = make("textarea", { id: "mc-share-text", rows: "2", maxlength: String(MOST), "aria-describedby": "mc-share-who mc-share-left" });
  const left = make("p", { class: "mc-faint", id: "mc-share-left" });
  const count = () => { left.textContent = t("{left} of {most} characters left", { left: MOST - text.value.length, most: MOST }); };
  const signed = make("input", { type: "checkbox", id: "mc-share-signed" });
  const warning = make("div", { role: "alert" });
  const send = async (anyway) => {
    try {
      const reply = await ask("sentences", { method: "POST", body: { section: stem, text: text.value, signed: signed.checked, anyway } });
      text.value = "";
      signed.checked = false;
      warning.replaceChildren();
      count();
      say(news, t("It is with your facilitator now. Nobody else sees it yet."));
      drawOwn(mine, reply.sentences);
    } catch (error) {
      warn(error);
    }
  };
  const warn = (error) => {
    const { notices } = error.reply ?? {};
    warning.replaceChildren(make("div", { class: "mc-alert" }, make("p", {}, error.message),
      ...(notices ? [make("ul", {}, ...notices.map((one) => make("li", {}, make("q", { dir: "auto" }, one.found), ": ", one.explanation))),
        make("button", { type: "button", class: "mc-quiet", onclick: () => send(true) }, t("Share it all the same"))] : [])));
  };
  text.addEventListener("input", count);
  count();
  return make("form", { class: "mc-share-form", onsubmit: (event) => { event.preventDefault(); send(false); } },
    make("p", { id: "mc-share-who" }, t("Your facilitators read it first, without your name, and may show it to everybody in the cohort, here and on the screen in the room. In a small group others may still guess who wrote it.")),
    make("p", {}, make("label", { for: text.id }, t("Your sentence")), text), left,
    make("p", {}, signed, " ", make("label", { for: signed.id }, t("Sign it with my name"))),
    warning, make("button", { type: "submit", class: "mc-button" }, t("Share a sentence with the room")), news);
}

/** @returns {Promise<boolean>} whether one may share: participants do, staff read what is shown */
async function fetchOwn(mine) {
  try {
    drawOwn(mine, (await ask(`sentences?section=${stem}`)).sentences);
    return true;
  } catch (error) {
    return error.status !== 404;
  }
}

const states = () => ({ waiting: t("Waits for your facilitator"), shown: t("Shown to the cohort"), "not shown": t("Not shown to the cohort") });

function drawOwn(mine, own) {
  const withdraw = async (one) => {
    try {
      await ask(`sentences/${one.id}`, { method: "DELETE" });
      say(news, t("Your sentence is withdrawn."));
      document.getElementById("mc-share-text").focus();
    } catch (error) {
      say(news, error.message, true);
    }
    fetchOwn(mine);
  };
  mine.replaceChildren(...(own.length ? [make("h3", {}, t("What you have shared")), make("ul", { class: "mc-sentences" }, ...own.map((one) => make("li", {},
    make("p", { dir: "auto" }, one.text), make("p", { class: "mc-faint" }, one.name ? t("{state}, signed with your name", { state: states()[one.state] }) : states()[one.state]),
    make("button", { type: "button", class: "mc-quiet", "aria-label": t("Withdraw: {text}", { text: one.text }), onclick: () => withdraw(one) }, t("Withdraw")))))] : []));
}
