/** One agreement on its page: whose turn it is, both columns, what one can do, and what the other does meanwhile. */

import { address, ask, language, make, t } from "./site.js";
import { linkPart } from "./agreement_invitation.js";
import { endIt, handOver, initialRow } from "./agreement_acts.js";
import { rowsOf, whose } from "./agreement_rows.js";
import { LookBack, planPart } from "./agreement_follow.js";
import { keptPart, openedPart } from "./agreement_papers.js";
import { confirmation, say } from "./asking.js";

const forms = () => import(new URL("../forms/form.js", import.meta.url).href);
const exact = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });

class AgreementPage {
  /** @param {HTMLElement} place @param {any} agreement @param {any} tools what forms are made with */
  constructor(place, agreement, tools) {
    Object.assign(this, { place, agreement, tools, controller: null, unlocked: false, rows: null });
    this.turn = make("p", { class: "mca-turn", role: "status", tabindex: "-1" });
    this.presence = make("p", { class: "mca-presence", role: "status" });
    this.facts = make("p", { class: "mc-faint" });
    this.sheet = make("div");
    this.acts = make("div", { class: "mca-acts" });
    this.news = make("div", { role: "status", class: "mc-news" });
    this.after = make("div");
    this.plan = make("div");
    this.lookBack = new LookBack(this);
    this.values = {};
    this.queue = Promise.resolve();
  }

  get editable() {
    return this.agreement.may_write && (this.agreement.stage !== "final" || this.unlocked);
  }

  open() {
    const { agreement } = this;
    const mine = agreement.side === "mentor" ? t("Mentorship Agreement with {name}, your mentee", { name: agreement.other }) : t("Mentorship Agreement with {name}, your mentor", { name: agreement.other });
    this.place.replaceChildren(
      make("p", {}, make("a", { href: address("course/agreements") }, t("All your agreements"))), make("h1", {}, mine),
      this.turn, this.presence, this.facts, make("h2", {}, t("What we agree")), this.sheet, this.acts, this.news, this.lookBack.element, this.plan, this.after);
    this.draw();
    this.show();
    addEventListener("mentorcourse:agreement", (event) => this.heard(/** @type {CustomEvent} */ (event).detail));
    this.opened();
  }

  /** Builds the sheet anew: with fields where one may write, else as text. */
  draw() {
    this.controller?.destroy();
    this.controller = null;
    if (!this.editable) {
      this.rows = rowsOf(this, "h3", null);
      this.sheet.replaceChildren(make("p", { class: "mca-audience" }, this.agreement.audience_words), this.rows.element);
      return;
    }
    const place = (fieldOf, form) => {
      this.form = form;
      this.rows = rowsOf(this, "h4", fieldOf);
      return this.rows.element;
    };
    const holder = make("div", { class: "mc-widget" });
    this.sheet.replaceChildren(holder);
    const onValue = (values) => { this.values = values; };
    this.values = Object.fromEntries(this.agreement.rows.map((row) => [row.key, row.mine]));
    this.controller = this.tools.mountForm(holder, definitionOf(this.agreement, place), { onValue });
  }

  /** Everything but the fields, as it is now. */
  show() {
    const { agreement } = this;
    if (this.turn.textContent !== agreement.turn) this.turn.textContent = agreement.turn;
    const there = agreement.here?.includes(agreement.side === "mentee" ? "mentor" : "mentee");
    const presence = there ? t("{name} has this page open now.", { name: agreement.other }) : "";
    if (this.presence.textContent !== presence) this.presence.textContent = presence;
    this.facts.textContent = factsOf(agreement);
    this.rows.refresh(agreement);
    const acts = actsOf(this);
    const key = JSON.stringify([agreement.stage, agreement.may_write, this.unlocked, agreement.accepted]);
    if (this.acts.dataset.told !== key) {
      this.acts.dataset.told = key;
      this.acts.replaceChildren(...acts);
    }
    this.lookBack.show(agreement);
    // A form that somebody is filling in stays until what it says has changed.
    const planned = JSON.stringify([agreement.plan, agreement.may_comment, Object.values(agreement.shared).every(Boolean)]);
    if (this.plan.dataset.told !== planned) {
      this.plan.dataset.told = planned;
      this.plan.replaceChildren(agreement.plan || Object.values(agreement.shared).every(Boolean) ? planPart(this) : "");
    }
    const later = JSON.stringify([agreement.signed, agreement.opened, agreement.link, agreement.accepted, agreement.stage]);
    if (this.after.dataset.told !== later) {
      this.after.dataset.told = later;
      this.after.replaceChildren(keptPart(agreement), agreement.link ? linkPart(agreement, () => this.refresh()) : "", openedPart(agreement));
    }
  }

  /** Takes the agreement as the server has it. What is typed and not saved yet is saved first, or kept on the device. */
  async take(fresh) {
    const before = [this.editable, this.agreement.stage === "final", this.agreement.accepted].join();
    const stage = this.agreement.stage;
    this.agreement = fresh;
    if (stage !== fresh.stage && fresh.stage === "final") this.unlocked = false;
    if (before !== [this.editable, fresh.stage === "final", fresh.accepted].join() && !(this.controller && this.editable)) {
      await this.controller?.flush();
      this.draw();
    }
    this.show();
  }

  refresh() {
    this.queue = this.queue.then(async () => this.take(await ask(`agreements/${this.agreement.id}`))).catch((error) => say(this.news, error.message, true));
    return this.queue;
  }

  async heard(message) {
    if (message.agreement !== this.agreement.id) return;
    await this.refresh();
    if (document.visibilityState === "visible") this.opened();
  }

  opened() {
    ask(`agreements/${this.agreement.id}/opened`, { method: "POST", body: {} }).catch(() => null);
  }

  /** One's own words in a row, for what is copied into it. @param {string} key */
  fieldOf(key) {
    return {
      read: () => this.values[key] ?? "",
      write: (text) => {
        this.values = { ...this.values, [key]: text };
        this.controller.setValue({ [key]: text });
      },
    };
  }

  /** Saves what is typed. @returns {Promise<boolean>} whether all is saved */
  async settled() {
    if (!this.controller || await this.controller.flush()) return true;
    say(this.news, t("Not everything is saved yet. Wait until the form says “Saved”, then try again."), true);
    return false;
  }

  /** @param {string} key @param {HTMLElement} opener */
  initial(key, opener) {
    return this.attempt(opener, () => initialRow(this, key, opener));
  }

  /** @param {HTMLElement} opener @param {() => Promise<void>} work */
  async attempt(opener, work) {
    say(this.news, "");
    opener.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (error) {
      say(this.news, error.message, true);
      await this.refresh();
    } finally {
      opener.removeAttribute("aria-busy");
    }
  }
}

function factsOf(agreement) {
  const day = (name) => agreement.moments[name] && exact.format(new Date(agreement.moments[name]));
  const facts = [
    day("finalised") && t("Final since {day}.", { day: day("finalised") }), day("ended") && t("Ended on {day}.", { day: day("ended") }),
    !day("finalised") && agreement.signed.length && !day("ended") && t("The signed version is kept below; only the changed rows are open."),
  ];
  return facts.filter(Boolean).join(" ");
}

/** @param {AgreementPage} page */
function actsOf(page) {
  const { agreement } = page;
  const button = (words, act, kind) => make("button", { type: "button", class: kind, onclick: (event) => page.attempt(event.target, () => act(page, event.target)) }, words);
  const acts = [];
  if (agreement.may_write && agreement.stage === agreement.side) {
    const words = agreement.side === "mentee" ? t("Send to {name}…", { name: agreement.other }) : t("Return to {name}…", { name: agreement.other });
    acts.push(button(words, handOver, "mc-main-button"));
  }
  if (agreement.may_write && agreement.stage === "final" && !page.unlocked) acts.push(button(t("Change my words…"), unlock, "mc-quiet"));
  if (agreement.stage !== "ended") acts.push(button(t("End this agreement…"), endIt, "mc-quiet"));
  return acts;
}

/** @param {AgreementPage} page @param {HTMLElement} opener */
async function unlock(page, opener) {
  const agreed = await confirmation(opener, { title: t("Change a row of a final agreement?"), yes: t("Open my column"), no: t("Leave it"),
    body: [make("p", {}, t("The row that you change needs the initials of both of you again; all others stay as they are. The signed version is kept, and {name} is told.", { name: page.agreement.other }))] });
  if (!agreed) return;
  page.unlocked = true;
  page.draw();
  page.show();
  page.sheet.querySelector("textarea")?.focus();
}

/** One's own column as a form keeps it: saved as one types, kept on the device until it is. */
function definitionOf(agreement, place) {
  const field = (row) => ({ label: row.label, takes: "text", hint: row.hint, help: "", options: [], characters: agreement.characters, entries: 1, follow_up: "", points: {}, from: 0, to: 0 });
  return {
    activity: agreement.activity, kind: "agreement", title: whose(agreement, agreement.side), audience: "pair", minutes: 0, instructions: "", compose: null, calendar: null,
    audience_in_short: agreement.audience_in_short, audience_words: agreement.audience_words, language: agreement.language, fields: Object.fromEntries(agreement.rows.map((row) => [row.key, field(row)])),
    steps: agreement.rows.map((row) => [row.key]), layout: { place },
  };
}

/** @param {HTMLElement} place @param {string} id */
export async function openOne(place, id) {
  const [agreement, tools] = await Promise.all([ask(`agreements/${id}`), forms()]);
  await tools.speak(agreement.language);
  new AgreementPage(place, agreement, tools).open();
}
