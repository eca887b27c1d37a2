/** The desk: one reflection with its earlier version and review, and one's own review of it. */

import { ask, language, make, t } from "./site.js";
import { confirmation } from "./asking.js";
import { feedbackPart } from "./reflections_versions.js";
import { openBank } from "./review_bank.js";
import { diffView } from "./review_diff.js";
import { claimPart, recusePart } from "./review_people.js";
import { ratingPart } from "./review_rating.js";
import { askForCheck, askedPart, checkPart, colleaguePart, differencesPart } from "./review_check.js";
import { Draft } from "./review_saving.js";

const moment = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(language, { timeStyle: "short" });

export class Desk {
  /** @param {any} page the review page @param {any} opened what the server says of one submission */
  constructor(page, opened) {
    Object.assign(this, { page, opened, id: opened.id, rubric: page.queue.rubric });
    this.version = opened.versions.find((one) => one.id === opened.id);
    this.earlier = opened.versions.find((one) => one.number < this.version.number);
    this.draft = new Draft(opened.id, opened.own, page.me.draft_key, () => this.showState());
    this.stateLine = make("p", { role: "status", class: "mc-review-state" });
    this.both = make("div");
    this.title = make("h2", { id: "mc-desk-title", tabindex: "-1" }, t("{name}, {title}", { name: opened.name, title: opened.title }));
    this.element = make("article", { "aria-labelledby": "mc-desk-title" });
    this.draw();
  }

  get isReleased() {
    return Boolean(this.draft.own.released_at);
  }

  /** How checks stand: what one's own review needs or waits for, or a colleague's that waits for oneself. */
  get check() {
    return this.opened.check;
  }

  draw() {
    const { version } = this;
    this.element.replaceChildren(this.title,
      make("p", { class: "mc-faint" }, t("Version {number}, submitted {at}.", { number: version.number, at: moment.format(new Date(version.submitted_at)) }), version.late ? ` ${t("After the day it was due.")}` : ""),
      claimPart(this), askedPart(this), ...this.othersPart(), ...this.earlierPart(), ...version.questions.map((question, index) => this.questionPart(question, index)),
      this.isReleased ? this.answersPart() : this.check.waiting ? checkPart(this) : this.closingPart(), recusePart(this));
    this.showState();
    if (this.check.asked?.state === "asked") for (const field of this.element.querySelectorAll(".mc-own-review :is(input, textarea, button)")) field.disabled = true;
  }

  focus() {
    this.title.focus();
    this.title.scrollIntoView({ block: "start" });
  }

  leave() {
    this.draft.leave();
  }

  /** Feedback that is released on this very version already, one's own included. */
  othersPart() {
    return this.version.feedback.map((said) => feedbackPart(said, this.version, this.rubric));
  }

  earlierPart() {
    if (!this.earlier) return [];
    const title = t("Feedback on version {number}", { number: this.earlier.number });
    const said = this.earlier.feedback.map((one) => feedbackPart(one, this.earlier, this.rubric));
    return [make("details", { class: "mc-earlier" }, make("summary", {}, title), ...(said.length ? said : [make("p", {}, t("None was released."))]))];
  }

  questionPart(question, index) {
    const text = this.version.answers[question.key] ?? "";
    const before = this.earlier?.answers[question.key];
    const title = t("Question {number}", { number: index + 1 });
    return make("section", { class: "mc-question", "aria-label": title },
      make("h3", {}, `${index + 1}. ${question.label}`),
      before === undefined ? make("p", { class: "mc-entry-text" }, text || t("(nothing written)")) : this.comparison(before, text, title),
      this.isReleased || !text.trim() ? "" : this.reviewPart(question, title, index + 1));
  }

  /** One's own review of a question, or the colleague's that one checks: their levels only beside one's own. */
  reviewPart(question, title, number) {
    const { waiting } = this.check;
    const units = waiting?.units[question.key] ?? [];
    if (waiting?.draft) {
      const said = [colleaguePart(this, question.key), differencesPart(this, question.key)].filter(Boolean);
      return said.length ? make("div", { class: "mc-own-review" }, ...said) : "";
    }
    if (waiting) return units.length ? make("div", { class: "mc-own-review" }, ratingPart(this, question, title, units)) : "";
    return make("div", { class: "mc-own-review" }, ratingPart(this, question, title), differencesPart(this, question.key), this.commentPart(question.key, t("Comment on question {number}", { number })));
  }

  /** What changed, or the two versions beside each other. */
  comparison(before, text, title) {
    const number = this.earlier.number;
    const changes = make("div", {}, before === text ? "" : make("p", { class: "mc-faint" }, t("What changed since version {number}:", { number })), diffView(before, text));
    const beside = make("details", {}, make("summary", {}, t("Both versions, beside each other")), make("div", { class: "mc-beside" },
      make("div", { role: "group", "aria-label": t("{title}, version {number}", { title, number }) }, make("p", { class: "mc-faint" }, t("Version {number}", { number })), make("p", { class: "mc-entry-text" }, before || t("(nothing written)"))),
      make("div", { role: "group", "aria-label": t("{title}, version {number}", { title, number: this.version.number }) }, make("p", { class: "mc-faint" }, t("Version {number}", { number: this.version.number })), make("p", { class: "mc-entry-text" }, text || t("(nothing written)")))));
    return make("div", {}, changes, beside);
  }

  /** @param {string} key of a question, or "" for the whole reflection @param {string} label */
  commentPart(key, label) {
    const field = make("textarea", { id: `mc-comment-${key || "overall"}`, rows: key ? "2" : "4", maxlength: "4000" });
    field.value = key ? this.draft.words.comments[key] ?? "" : this.draft.words.overall;
    const changed = () => this.draft.change((words) => { if (key) words.comments[key] = field.value; else words.overall = field.value; });
    field.addEventListener("input", changed);
    const bank = make("button", { type: "button", class: "mc-quiet", onclick: () => openBank(field, changed) }, t("Comment bank"));
    bank.setAttribute("aria-label", t("Comment bank for: {label}", { label }));
    field.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === ".") { event.preventDefault(); openBank(field, changed); }
    });
    return make("div", { class: "mc-answer" }, make("label", { for: field.id }, label), field, bank);
  }

  closingPart() {
    const words = { lead: t("Ask the lead trainer to check it…"), "second reader": t("Ask for a second reading…") }[this.check.needed] ?? t("Release to the writer…");
    this.releaseButton = this.check.asked?.state === "asked" ? null : make("button", { type: "button", class: "mc-main-button", onclick: () => this.release() }, words);
    return make("section", { class: "mc-closing-review", "aria-label": t("Overall") }, make("div", { class: "mc-own-review" }, this.commentPart("", t("Overall comment"))), this.both, this.stateLine,
      this.check.left_out ? make("p", { class: "mc-faint" }, t("Nobody else can check this review, so you release it without a check.")) : "",
      make("p", {}, this.releaseButton ?? "", " ", make("button", { type: "button", class: "mc-quiet", onclick: () => this.page.step(1) }, t("Next reflection"))));
  }

  async release() {
    if (this.isReleased || !this.releaseButton || this.releasing) return;
    this.releasing = true;
    try {
      if (!(await this.draft.send()) || this.draft.lacks()) return;
      if (this.check.needed) { await askForCheck(this); return; }
      const body = [make("p", {}, t("Your levels and comments go to {name}, with your name. What is released no longer changes; you can still write below it.", { name: this.opened.name }))];
      const question = { title: t("Release this review?"), yes: t("Release it"), no: t("Not yet"), body };
      if (await confirmation(this.releaseButton, question)) await this.sendRelease(false);
    } finally {
      this.releasing = false;
    }
  }

  async sendRelease(beside) {
    if (!(await this.draft.release(beside))) return;
    await this.page.close(t("Released to {name}.", { name: this.opened.name }));
  }

  /** Below released feedback, trainer and writer may go on writing. */
  answersPart() {
    const field = make("textarea", { id: "mc-trainer-answer", rows: "3", maxlength: "2000" });
    const send = async (event) => {
      event.preventDefault();
      try {
        const opened = await ask(`review/submissions/${this.id}/answer`, { method: "POST", body: { text: field.value } });
        this.version = opened.versions.find((one) => one.id === this.id);
        this.draw();
        await this.page.refresh();
      } catch (error) { this.page.say(error.message, true); }
    };
    const said = this.version.replies.map((one) => make("div", { class: "mc-reply" }, make("p", { class: "mc-faint" }, `${one.mine ? t("You") : one.name}, ${moment.format(new Date(one.at))}`), make("p", { class: "mc-entry-text" }, one.text)));
    return make("section", { "aria-label": t("Answers") }, ...said, make("form", { class: "mc-answer", onsubmit: send }, make("label", { for: field.id }, t("Write below your feedback")), field, make("button", { type: "submit", class: "mc-quiet" }, t("Send"))));
  }

  /** Says truthfully where the draft is; where two versions of it exist, shows both. */
  showState() {
    const { state, own, message, before } = this.draft;
    const words = {
      saved: this.savedWords(own),
      device: message ? t("Kept on this device; the course cannot be reached just now. It is sent as soon as it can be.") : t("Kept on this device, not on the server yet."),
      page: t("This browser keeps no copy: stay on this page until the draft is kept."),
      refused: message, conflict: t("You have changed this review in another window. Nothing is lost: choose which to keep."),
      before: message,
    }[state];
    if (this.stateLine.textContent !== words) this.stateLine.replaceChildren(words);
    this.stateLine.classList.toggle("mc-alert", ["refused", "conflict", "before", "page"].includes(state));
    const choices = state === "conflict" ? this.conflictPart() : state === "before" && before ? this.besidePart() : [];
    this.both.replaceChildren(...choices);
  }

  savedWords({ saved_at: saved }) {
    if (this.check.waiting?.draft) return "";
    if (!saved) return t("Nothing written yet.");
    const at = clock.format(new Date(saved));
    return this.check.asked ? t("Kept {at}.", { at }) : t("Draft kept {at}. Only you see it.", { at });
  }

  conflictPart() {
    const show = (title, words, which) => make("div", { role: "group", "aria-label": title }, make("h4", {}, title), make("p", { class: "mc-entry-text" }, [words.overall, ...Object.values(words.comments)].filter(Boolean).join("\n\n") || t("(no comments)")),
      make("button", { type: "button", class: "mc-quiet", onclick: async () => { await this.draft.settle(which); this.draw(); } }, which === "mine" ? t("Keep what is on this page") : t("Keep the other")));
    return [make("div", { class: "mc-beside" }, show(t("On this page"), this.draft.words, "mine"), show(t("In the other window"), this.draft.conflict.words, "other"))];
  }

  besidePart() {
    return [make("p", {}, make("button", { type: "button", class: "mc-quiet", onclick: () => this.sendRelease(true) }, t("Release mine as well, beside theirs")), " ",
      make("button", { type: "button", class: "mc-quiet", onclick: () => this.page.open(this.id) }, t("Leave mine a draft, and read theirs")))];
  }
}
