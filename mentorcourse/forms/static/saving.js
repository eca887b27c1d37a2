/** Carries one activity's answers to the server and back: after a pause, on leaving, again after every failure. */

import { NoConnection, forgetWho, getAnswers, patchAnswers, whoAmI } from "./api.js";
import { words } from "./words.js";

const pause = 800; // milliseconds without a keystroke before a save
const longestWait = 30_000; // milliseconds between two tries
const leavingLimit = 60_000; // bytes a request may have when the page goes

export class Saver {
  /** @param {import("./answers.js").Answers} answers @param {(saved: any) => void} onSaved */
  constructor(answers, onSaved) {
    this.answers = answers;
    this.onSaved = onSaved;
    this.failures = 0;
    this.only = Infinity; // fields a request, after the server called one too large
    this.timer = null;
    /** @type {Promise<boolean> | null} */
    this.running = null;
    this.again = null;
    this.stale = false; // whether the server may know more than we do
  }

  /** Saves after a pause in typing. */
  schedule(delay = pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(pause / 2), delay);
  }

  /** Saves at once. @returns {Promise<boolean>} whether everything is saved */
  async flush() {
    clearTimeout(this.timer);
    if (this.running) await this.running;
    return this.run(0);
  }

  /** Tries again now what failed before. */
  retry() {
    this.failures = 0;
    if (["refused", "missing"].includes(this.answers.trouble?.kind)) this.answers.trouble = null;
    return this.flush();
  }

  /** Fetches what another window saved. */
  refresh() {
    this.stale = true;
    return this.flush();
  }

  run(quiet) {
    this.running ??= this.drain(quiet).finally(() => {
      this.running = null;
      this.answers.announce();
    });
    return this.running;
  }

  async drain(quiet) {
    const { answers } = this;
    try {
      if (!(await this.ready())) return false;
      for (let batch = this.next(quiet); batch; batch = this.next(quiet)) {
        if (!(await this.send(batch))) return false;
      }
    } catch (error) {
      return this.failed(causeOf(error));
    }
    this.settled();
    if (answers.sendable().length > 0) this.schedule();
    return answers.drafts.size === 0;
  }

  next(quiet) {
    return this.answers.nextBatch({ pause: quiet, only: this.only });
  }

  /** Knows the person and has their answers. */
  async ready() {
    const { answers } = this;
    const unsure = ["signedOut", "stranger"].includes(answers.trouble?.kind);
    if (answers.draftKey === null || unsure) {
      const who = await whoAmI();
      if (who.status !== 200) return this.refusedWith(who);
      if (answers.draftKey !== null && who.body.draft_key !== answers.draftKey) return this.stranger();
      if (unsure) answers.trouble = null;
      answers.identify(who.body.draft_key);
    }
    if (answers.loaded && !this.stale) return true;
    const found = await getAnswers(answers.activity);
    if (found.status !== 200) return this.refusedWith(found);
    this.stale = false;
    answers.adopt(found.body);
    return true;
  }

  /** What was wrong is over; said only now, so that a trouble which lasts is announced once. */
  settled() {
    this.answers.trouble = null;
    this.failures = 0;
    this.answers.announce();
    return true;
  }

  /** @param {import("./answers.js").Batch} batch @returns {Promise<boolean>} whether to go on with the next */
  async send(batch) {
    const { answers } = this;
    answers.sending(batch);
    answers.saving = true;
    answers.announce();
    try {
      const answer = await patchAnswers(answers.activity, batch, { draftKey: answers.draftKey });
      return this.answered(batch, answer);
    } finally {
      answers.saving = false;
    }
  }

  answered(batch, answer) {
    const { answers } = this;
    const keys = Object.keys(batch.values);
    if (answer.status === 200) return this.acknowledged(batch, answer.body);
    if (answer.status === 409 && answers.collide(batch, answer.body)) return this.settled();
    if (answer.status === 422 && this.noted(keys, answer.body.errors ?? {})) return this.settled();
    if (answer.status === 413) {
      this.only = 1;
      if (keys.length > 1) return true;
      answers.errors.set(keys[0], answer.body.message || words.refusedEmpty());
      return this.settled();
    }
    if (answer.status === 422) return this.rewound();
    return this.refusedWith(answer);
  }

  /** The server does not know our revision, as after a restored backup: begin again from what it has. */
  rewound() {
    this.answers.loaded = false;
    return this.failed({ kind: "busy" });
  }

  acknowledged(batch, saved) {
    this.answers.acknowledge(batch, saved);
    this.onSaved(saved);
    return this.settled();
  }

  /** Puts the server's messages beside their fields. @returns {boolean} whether any was for a field we sent */
  noted(keys, errors) {
    const mine = keys.filter((key) => errors[key]);
    for (const key of mine) this.answers.errors.set(key, String(errors[key]));
    return mine.length > 0;
  }

  refusedWith({ status, body }) {
    const message = typeof body.message === "string" ? body.message : "";
    if (status === 401) {
      forgetWho();
      return this.failed({ kind: "signedOut" });
    }
    if (status === 404) return this.failed({ kind: "missing" });
    if (status >= 500 || status === 429 || status === 409) return this.failed({ kind: "busy", message });
    return this.failed({ kind: "refused", message });
  }

  stranger() {
    forgetWho();
    return this.failed({ kind: "stranger" });
  }

  /** @param {import("./answers.js").Trouble} trouble @returns {false} */
  failed(trouble) {
    this.answers.trouble = trouble;
    this.stale = true;
    if (trouble.kind === "offline" || trouble.kind === "busy") this.tryLater();
    this.answers.announce();
    return false;
  }

  tryLater() {
    const wait = Math.min(longestWait, 1000 * 2 ** this.failures) * (0.5 + Math.random() / 2);
    this.failures += 1;
    clearTimeout(this.again);
    this.again = setTimeout(() => this.flush(), wait);
  }

  /** The page goes: sends what fits without waiting for an answer; the draft is the guarantee. */
  leave() {
    const { answers } = this;
    const batch = answers.nextBatch();
    if (!batch || answers.draftKey === null || answers.trouble?.kind === "stranger") return;
    const fitting = small(batch);
    if (Object.keys(fitting.values).length === 0) return;
    answers.sending(fitting);
    patchAnswers(answers.activity, fitting, { keepalive: true, draftKey: answers.draftKey })
      .then((answer) => this.answered(fitting, answer), () => this.schedule()).then(() => answers.announce());
  }
}

/** @param {unknown} error @returns {import("./answers.js").Trouble} */
function causeOf(error) {
  if (error instanceof NoConnection) return { kind: "offline" };
  console.error(error); // an answer we cannot read: keep trying, and let it be found
  return { kind: "busy" };
}

/** As many of the batch's fields as one last request may carry. @param {import("./answers.js").Batch} batch */
function small(batch) {
  const values = {};
  let room = leavingLimit - 200;
  for (const [key, value] of Object.entries(batch.values)) {
    room -= new Blob([JSON.stringify({ [key]: value })]).size;
    if (room > 0) values[key] = value;
  }
  return { ...batch, values };
}
