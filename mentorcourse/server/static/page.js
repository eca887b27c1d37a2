/** Every course page: who is signed in, how far one is, the connection, and signing out without losing a word. */

import { address, ask, make, settings, spoken, t } from "./site.js";
import { follow, heardState } from "./follow.js";
import { listen } from "./live.js";
import { followClosed } from "./closed.js";
import { showPartner } from "./partner.js";
import { followLink, showBand, slot } from "./live_band.js";
import { showPulse } from "./pulse.js";
import { setSignIn, tell } from "./banner.js";
import { confirmation } from "./asking.js";
import { whoAmI } from "../forms/api.js";
import { clearDrafts, flushAll, retryAll } from "../forms/form.js";
import { ready } from "./first.js";
import { bringWidgets } from "./widgets.js";
import { followAnchors } from "./stays.js";

const signIn = () => `${address("course/sign-in")}?next=${encodeURIComponent(location.pathname)}`;
setSignIn(signIn);

/** @param {any} me */
function showAccount(me) {
  const out = make("button", { type: "button", class: "mc-quiet", onclick: () => signOut(out, me.draft_key) }, t("Sign out"));
  if (isGuest()) {
    document.getElementById("mc-account").replaceChildren(make("a", { href: address("course/agreements") }, t("Your agreements")), make("span", {}, me.name), out);
    return;
  }
  const links = [make("a", { href: address("course/journal") }, t("Journal")), make("a", { class: "mc-me", href: address("course/account") }, me.name)];
  if (me.roles.includes("participant")) links.unshift(make("a", { href: address("course/reflections") }, t("Reflections")), make("a", { href: address("course/agreements") }, t("Agreements")));
  if (me.roles.includes("trainer")) links.unshift(make("a", { href: address("course/review") }, t("To review")));
  if (me.roles.includes("facilitator")) links.unshift(make("a", { href: address("course/staff") }, t("Your cohort")), make("a", { href: address("course/guide") }, t("Guide")), make("a", { href: address("course/console") }, t("Lead")));
  document.getElementById("mc-account").replaceChildren(...links, out);
}

/** The forms have asked already. */
async function showWho() {
  const { status, body } = await whoAmI();
  if (status === 200) showAccount(body);
  if (status === 401) tell("signedOut", true);
}

/** Whether the course answers, be it that one is signed out. */
const isReached = () => ask("me").then(() => true, (error) => error.status < 500);

/** Save first, or ask; then leave nothing of this person's in the browser. @param {HTMLElement} button @param {string} draftKey */
async function signOut(button, draftKey) {
  const isSaved = await flushAll();
  if (!(await isReached())) {
    await confirmation(button, { title: t("You cannot sign out just now"), yes: t("Stay"),
      body: [make("p", {}, t("The course cannot be reached. What you typed is kept on this device and saved as soon as the connection is back; sign out then."))] });
    return;
  }
  if (!isSaved) {
    const question = { title: t("Sign out and lose what is not saved?"), yes: t("Sign out and lose it"), no: t("Stay"),
      body: [make("p", {}, t("Some of what you typed is not saved; the page says where. If you sign out now, it is lost."))] };
    if (!(await confirmation(button, question))) return;
  }
  clearDrafts(draftKey);
  const post = make("form", { method: "post", action: address("course/sign-out"), hidden: true });
  const token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "";
  post.append(make("input", { name: "_xsrf", value: token }));
  document.body.append(post);
  post.submit();
}

/** @param {any[]} sections */
function showProgress(sections) {
  for (const section of sections) {
    const link = document.querySelector(`.mc-sections a[data-section="${section.section}"]`);
    if (!link) continue;
    const done = link.parentElement.querySelector(".mc-done");
    const { answered, total } = section;
    done.textContent = !section.open ? t("closed for now") : answered ? t("{answered} of {total} answered", { answered, total }) : "";
  }
}

/** Whoever is here for an agreement alone has no sections. */
const isGuest = () => document.body.classList.contains("mc-guest");

async function refreshProgress() {
  if (isGuest()) return;
  const { sections } = await ask("progress");
  showProgress(sections);
  dispatchEvent(new CustomEvent("mentorcourse:progress", { detail: sections }));
}

const quietly = (promise) => promise.catch((error) => { if (error.status === 401) tell("signedOut", true); });

/** The kernel may have gone while this page was away: ask, for nobody may have told us. */
async function checkKernel() {
  const kernel = settings().kernelId;
  if (!kernel) return;
  const reply = await fetch(address(`api/kernels/${kernel}`), { credentials: "same-origin" }).catch(() => null);
  if (reply?.status === 404) tell("kernel", true);
}

/** A section was opened or closed, also the first time: what is told now may have changed while this page loaded. */
follow("sections", (sections, first) => {
  if (!first) retryAll();
  quietly(refreshProgress());
});

/** Counts were revealed, or have grown: forms that show some look again. */
follow("reveals", () => dispatchEvent(new CustomEvent("mentorcourse:reveals")));

/** @param {any} message */
function heard(message) {
  if (message.agreement) dispatchEvent(new CustomEvent("mentorcourse:agreement", { detail: message }));
  if (message.signed_out) tell("signedOut", true);
  if (message.kernel_ended && message.kernel_ended === settings().kernelId) tell("kernel", true);
  if (message.state) heardState(message.state);
}

let wasLost = false;
let asking;

/** Where the channel does not open, the page asks for the state instead, now and then. */
async function askForState() {
  try {
    heardState((await ask("state")).state);
    tell("offline", false);
  } catch (error) {
    tell("offline", !(error.status < 500));
    if (error.status === 401) tell("signedOut", true);
  }
}

/** @param {boolean} connected */
function changed(connected) {
  clearInterval(asking);
  if (!connected) {
    wasLost = true;
    askForState();
    asking = setInterval(askForState, 20_000);
    return;
  }
  tell("offline", false);
  if (wasLost) {
    wasLost = false;
    retryAll();
    quietly(ask("me").then(() => tell("signedOut", false)));
    checkKernel();
  }
}

/** Timed by the saves: a section's count follows what one has just written. */
function followSaves() {
  let timer;
  document.addEventListener("mentorcourse:saved", () => {
    clearTimeout(timer);
    timer = setTimeout(() => quietly(refreshProgress()), 1500);
  });
}

ready.then(() => {
  followLink();
  if (document.body.dataset.voila) followAnchors(); // other pages come whole
});
followSaves();
ready.then(() => spoken).then(() => {
  bringWidgets();
  if (!document.body.matches(".mc-guest, .mc-guide")) {
    showBand();
    showPartner();
    showPulse(slot("pulse"));
  }
  followClosed(retryAll);
  quietly(showWho());
  listen(heard, changed, () => tell("crowded", true));
});
