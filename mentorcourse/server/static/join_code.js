/** The door for people who come on the day: the code to show, and for facilitators who waits there. */

import { rich } from "../forms/element.js";
import { addStyles, ask, language, make, plural, spoken, t } from "./site.js";
import { follow } from "./follow.js";

const clock = new Intl.DateTimeFormat(language, { timeStyle: "short" });

/** For facilitators: open and close the door, and decide who comes in. @param {HTMLElement} el */
export async function render(el) {
  await start(el, (told, attempt) => [doorPart(told.code, attempt), ...peoplePart(told.people, attempt)]);
}

/** For the projector: the code alone, while one is open. @param {HTMLElement} el */
export async function showCode(el) {
  await start(el, (told) => {
    el.hidden = !told.code;
    return told.code ? [codePart(told.code)] : [];
  });
}

async function start(el, parts) {
  await spoken;
  el.lang = language;
  addStyles("join_code");
  const news = make("div", { role: "status", class: "mc-news" });
  const body = make("div", {});
  el.append(news, body);
  const attempt = async (path, how, words) => {
    try {
      const told = await ask(`staff/${path}`, how);
      const focused = body.contains(document.activeElement) ? document.activeElement.id : "";
      body.replaceChildren(...parts(told, attempt));
      if (focused) document.getElementById(focused)?.focus();
      news.replaceChildren(...(words ? [make("p", { class: "mc-notice" }, words)] : []));
      dispatchEvent(new CustomEvent("mentorcourse:door"));
    } catch (error) {
      // Where a Hub signs people in, there is no door: whoever has an account comes in by it.
      const words = error.status === 404 && path === "join-code" ? t("People come in with an account of their own here, so there is no code for newcomers.") : error.message;
      news.replaceChildren(make("p", { class: error.status === 404 ? "" : "mc-alert" }, words));
    }
  };
  const look = async () => {
    try { body.replaceChildren(...parts(await ask("staff/join-code"), attempt)); } catch { /* the page says that it is offline */ }
  };
  await attempt("join-code", {}, "");
  // Told by the live channel: somebody waits, or another facilitator was quicker.
  follow("walk_ins", (_, first) => { if (!first) look(); });
}

/** @param {any} code */
function codePart(code) {
  return make("div", { class: "mc-join-code" }, make("p", {}, t("New here? Type this code at {address}, or point your camera at the picture.", { address: code.address })),
    make("p", { class: "mc-join-letters", "aria-label": t("The code: {letters}", { letters: [...code.text].join(" ") }) }, code.text), rich("div", {}, code.picture));
}

function doorPart(code, attempt) {
  const open = (words) => make("button", { type: "button", class: code ? "mc-quiet" : "mc-main-button", id: "mc-join-open", onclick: () => attempt("join-code", { method: "POST", body: {} }, t("The door is open. Show the code to whoever is in the room.")) }, words);
  if (!code) return make("div", {}, make("p", {}, t("The door is closed. While it is open, you see here who waits, and let them in one by one.")), make("p", {}, open(t("Open the door for an hour"))));
  const close = make("button", { type: "button", class: "mc-quiet", onclick: () => attempt("join-code", { method: "DELETE" }, t("The door is closed. Whoever waits already still does.")) }, t("Close the door"));
  return make("div", {}, codePart(code), make("p", {}, t("The door closes by itself at {time}.", { time: clock.format(new Date(code.closes_at)) })), make("p", {}, close, " ", open(t("Use a new code"))));
}

function peoplePart(people, attempt) {
  const waiting = people.filter((one) => one.state === "waiting");
  const declined = people.filter((one) => one.state === "declined");
  const act = (one, decision, words) => attempt(`walk-ins/${one.id}`, { method: "PUT", body: { decision } }, words);
  const button = (one, decision, label, named, words) => make("button", { type: "button", class: "mc-quiet", id: `mc-${decision}-${one.id}`, "aria-label": named, onclick: () => act(one, decision, words) }, label);
  const admit = (one) => button(one, "admit", t("Let in"), t("Let in: {name}", { name: one.name }), t("{name} can come in, and is a participant now. Put them into a group under pairs.", { name: one.name }));
  const decline = (one) => button(one, "decline", t("Do not let in"), t("Do not let in: {name}", { name: one.name }), t("{name} is not let in.", { name: one.name }));
  const back = (one) => button(one, "wait", t("Undo"), t("Undo: {name}", { name: one.name }), t("{name} waits again.", { name: one.name }));
  const known = (one) => (one.is_known ? make("span", { class: "mc-faint mc-join-known" }, t("Somebody of this name is in the cohort already. If it is the same person, do not let them in: make them a new link instead, so that they find what they wrote.")) : "");
  return [
    waiting.length ? make("section", {}, make("h3", {}, plural(waiting.length, "{count} person waits to come in", "{count} people wait to come in")),
      make("ul", { class: "mc-section-states mc-join-people" }, ...waiting.map((one) => make("li", {}, make("span", {}, make("strong", {}, one.name), known(one)), make("span", { class: "mc-join-acts" }, admit(one), " ", decline(one)))))) : "",
    declined.length ? make("section", {}, make("h3", {}, t("Not let in")), make("ul", { class: "mc-section-states mc-join-people" }, ...declined.map((one) => make("li", {}, make("span", {}, one.name), back(one))))) : "",
  ].filter(Boolean);
}
