/** One activity's answers on this page: what is saved, what is typed and not yet saved, and where two disagree. */

import { dropDraft, keepDraft, readDrafts } from "./drafts.js";
import { emptyOf, fingerprint, isEmpty, isTooLong, sameValue } from "./values.js";
import { words } from "./words.js";

/**
 * @typedef {{activity: string, revision: number, values: Record<string, any>, saved_at: string | null}} Saved
 * @typedef {{kind: "offline"|"busy"|"signedOut"|"stranger"|"refused"|"missing", message?: string}} Trouble
 * @typedef {{base_revision: number, values: Record<string, any>}} Batch
 */

export class Answers {
  /** @param {import("./values.js").Definition} definition */
  constructor(definition) {
    this.definition = definition;
    this.activity = definition.activity;
    this.draftKey = null;
    this.loaded = false;
    this.saving = false;
    this.durable = true; // whether the browser keeps what is typed
    this.restored = false;
    /** @type {Trouble | null} */
    this.trouble = null;
    /** @type {Saved} */
    this.saved = { activity: this.activity, revision: 0, values: {}, saved_at: null };
    /** @type {Map<string, import("./drafts.js").Draft & {typed: number}>} */
    this.drafts = new Map();
    /** @type {Map<string, string>} */
    this.errors = new Map();
    /** @type {Map<string, {theirs: any, saved_at: string | null}>} */
    this.conflicts = new Map();
    /** @type {Map<string, {sent: any, stored: any}>} what the server made of a value it acknowledged */
    this.acknowledged = new Map();
    this.listeners = new Set();
  }

  /** @param {() => void} listener @returns {() => void} stops listening */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  announce() {
    for (const listener of [...this.listeners]) listener();
  }

  /** The value to show: typed, else saved, else empty. @param {string} key */
  value(key) {
    const draft = this.drafts.get(key);
    if (draft) return draft.value;
    const field = this.definition.fields[key];
    return this.saved.values[key] ?? (field ? emptyOf(field) : null);
  }

  /** Every answered field's value; texts too long to be saved are left out. */
  values() {
    const keys = [...new Set([...Object.keys(this.saved.values), ...this.drafts.keys()])].sort();
    return Object.fromEntries(keys.filter((key) => !this.overlong(key)).map((key) => [key, this.value(key)])
      .filter(([, value]) => !isEmpty(value)));
  }

  overlong(key) {
    const field = this.definition.fields[key];
    return Boolean(field && this.drafts.has(key) && isTooLong(field, this.drafts.get(key).value));
  }

  /** Whether a control that shows this value shows what is kept here. */
  agrees(key, shown) {
    if (sameValue(shown, this.value(key))) return true;
    const mine = this.acknowledged.get(key);
    return Boolean(mine && !this.drafts.has(key) && sameValue(shown, mine.sent)
      && sameValue(mine.stored, this.saved.values[key]));
  }

  /**
   * Takes what a person typed or a program set.
   * @param {string} key @param {any} value @param {number} [basis] the revision that the writer was looking at
   */
  change(key, value, basis = this.saved.revision) {
    const draft = this.drafts.get(key) ?? { base_revision: basis, sent: [], value: undefined, typed: 0 };
    draft.value = value;
    draft.typed = Date.now();
    this.restored = false;
    if (["refused", "missing"].includes(this.trouble?.kind)) this.trouble = null; // worth another try
    this.check(key, value);
    const back = sameValue(value, this.saved.values[key]) && draft.sent.length === 0 && !this.conflicts.has(key);
    if (back && draft.base_revision === this.saved.revision) this.forget(key);
    else this.keep(key, draft);
    this.announce();
  }

  check(key, value) {
    const field = this.definition.fields[key];
    if (field && isTooLong(field, value)) this.errors.set(key, words.tooLong(field.characters));
    else this.errors.delete(key);
  }

  keep(key, draft) {
    this.drafts.set(key, draft);
    this.durable = this.draftKey !== null && keepDraft(this.draftKey, this.activity, key, draft);
  }

  forget(key) {
    const draft = this.drafts.get(key);
    if (draft && this.draftKey !== null) dropDraft(this.draftKey, this.activity, key, draft.value);
    this.drafts.delete(key);
    this.conflicts.delete(key);
    this.errors.delete(key);
  }

  /** Learns whose answers these are: keeps what was typed before, takes up this person's drafts. */
  identify(draftKey) {
    if (this.draftKey === draftKey) return;
    this.draftKey = draftKey;
    const stored = readDrafts(draftKey, this.activity);
    for (const [key, draft] of this.drafts) this.keep(key, draft);
    for (const [key, draft] of Object.entries(stored)) {
      const typed = this.drafts.get(key);
      if (!typed) this.takeUp(key, draft);
      else if (!sameValue(typed.value, draft.value)) this.conflicts.set(key, { theirs: draft.value, saved_at: null });
    }
    this.announce();
  }

  takeUp(key, { value, base_revision = 0, sent = [] }) {
    this.drafts.set(key, { value, base_revision, sent, typed: 0 });
    this.check(key, value);
    this.restored = true;
  }

  /** Takes the server's newest state; drafts stay on top of it. @param {Saved} fresh */
  adopt(fresh) {
    const before = this.saved;
    if (this.loaded && fresh.revision < before.revision) return;
    this.saved = { activity: this.activity, revision: fresh.revision, values: fresh.values, saved_at: fresh.saved_at };
    for (const [key, draft] of [...this.drafts]) this.rebase(key, draft, before, fresh);
    if (!this.loaded && this.drafts.size === 0) this.restored = false;
    this.loaded = true;
  }

  rebase(key, draft, before, fresh) {
    const theirs = fresh.values[key];
    const conflict = this.conflicts.get(key);
    if (sameValue(theirs, draft.value)) {
      this.forget(key);
    } else if (draft.sent.includes(fingerprint(theirs))) { // our own save whose acknowledgement was lost
      this.keep(key, { ...draft, base_revision: fresh.revision, sent: [] });
    } else if (conflict && !sameValue(theirs, conflict.theirs)) {
      this.conflicts.set(key, { theirs, saved_at: fresh.saved_at });
    } else if (draft.base_revision > fresh.revision
      || (draft.base_revision === before.revision && sameValue(before.values[key], theirs))) {
      this.keep(key, { ...draft, base_revision: fresh.revision });
    }
  }

  /**
   * The next fields to send, all written from the same revision; null when there are none.
   * @param {{pause?: number, only?: number}} [options] pause: milliseconds since the last keystroke; only: how many
   * @returns {Batch | null}
   */
  nextBatch({ pause = 0, only = Infinity } = {}) {
    const ready = this.sendable().filter(([, draft]) => Date.now() - draft.typed >= pause);
    if (ready.length === 0) return null;
    const base = Math.min(...ready.map(([, draft]) => draft.base_revision));
    const chosen = ready.filter(([, draft]) => draft.base_revision === base).slice(0, only);
    return { base_revision: base, values: Object.fromEntries(chosen.map(([key, draft]) => [key, draft.value])) };
  }

  /** Drafts that may be sent: not in conflict, not refused. */
  sendable() {
    return [...this.drafts].filter(([key]) => !this.conflicts.has(key) && !this.errors.has(key));
  }

  /** Remembers what goes out, in case no answer comes back. @param {Batch} batch */
  sending(batch) {
    for (const [key, value] of Object.entries(batch.values)) {
      const draft = this.drafts.get(key);
      if (!draft) continue;
      draft.sent = [...new Set([...draft.sent, fingerprint(value)])].slice(-20);
      this.keep(key, draft);
    }
  }

  /** The server has these values: drop exactly them, keep newer keystrokes. @param {Batch} batch @param {Saved} fresh */
  acknowledge(batch, fresh) {
    for (const [key, value] of Object.entries(batch.values)) {
      const draft = this.drafts.get(key);
      this.acknowledged.set(key, { sent: value, stored: fresh.values[key] });
      if (!draft) continue;
      if (sameValue(draft.value, value)) this.forget(key);
      else this.keep(key, { ...draft, base_revision: Math.max(draft.base_revision, fresh.revision), sent: [] });
    }
    this.adopt(fresh);
  }

  /** Somebody else saved the same fields. @returns {boolean} whether anything moved on */
  collide(batch, answer) {
    this.adopt(answer);
    let moved = false;
    for (const key of Object.keys(batch.values)) {
      const draft = this.drafts.get(key);
      const named = answer.conflicts?.[key];
      if (!draft || draft.base_revision >= answer.revision) moved = true;
      else if (named && sameValue(named.theirs, draft.value)) this.forget(key);
      else if (named) this.conflicts.set(key, { theirs: named.theirs, saved_at: answer.saved_at });
      moved ||= Boolean(named);
    }
    return moved;
  }

  /** The person chose what to keep, on top of the newest revision. */
  resolve(key, value) {
    this.forget(key);
    if (!sameValue(value, this.saved.values[key])) {
      this.keep(key, { value, base_revision: this.saved.revision, sent: [], typed: 0 });
      this.check(key, value);
    }
    this.announce();
  }

  /** Forgets all that is typed here and not saved. */
  erase() {
    this.drafts.clear();
    this.conflicts.clear();
    this.errors.clear();
    this.announce();
  }
}
