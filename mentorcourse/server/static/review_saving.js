/** Keeps a trainer's draft: on this device with each keystroke, on the server soon after, and says which. */

import { ask } from "./site.js";

const PAUSE = 700; // milliseconds of quiet before a draft is sent
const PATIENCE = 5_000; // before another try, when the course could not be reached

/**
 * @typedef {{levels: Record<string, Record<string, string>>, comments: Record<string, string>, overall: string}} Words
 * @typedef {{words: Words, version: number, saved_at: string | null, released_at: string | null, missing?: string}} Own
 */

const same = (one, other) => JSON.stringify(tidy(one)) === JSON.stringify(tidy(other));

/** Without what says nothing, and in one order. */
export function tidy({ levels, comments, overall }) {
  const sorted = (entries) => Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
  const rated = Object.entries(levels).map(([key, by]) => [key, sorted(Object.entries(by).filter(([, level]) => level))]).filter(([, by]) => Object.keys(by).length);
  return { levels: sorted(rated), comments: sorted(Object.entries(comments).filter(([, text]) => text.trim())), overall: overall.trim() ? overall : "" };
}

export class Draft {
  /** @param {string} submission @param {Own} own @param {string} draftKey @param {() => void} changed */
  constructor(submission, own, draftKey, changed) {
    Object.assign(this, { submission, own, changed, words: structuredClone(own.words), state: "saved", message: "", conflict: null });
    this.place = `mentorcourse:${draftKey}:review:${submission}`;
    this.sending = null;
    this.retry = () => { if (this.state === "device") this.send(); };
    addEventListener("online", this.retry);
    this.restore();
  }

  /** What was typed here and never reached the server comes back; if the server has moved on, both are shown. */
  restore() {
    const kept = read(this.place);
    if (!kept || this.own.released_at) return forget(this.place);
    if (same(kept.words, this.own.words)) return forget(this.place);
    if (kept.base === this.own.version) {
      this.words = kept.words;
      this.state = "device";
      this.send();
    } else {
      this.words = kept.words;
      this.conflict = this.own;
      this.state = "conflict";
    }
    return undefined;
  }

  /** @param {(words: Words) => void} edit */
  change(edit) {
    edit(this.words);
    if (this.conflict) { keep(this.place, this.words, this.own.version); return; }
    this.state = keep(this.place, this.words, this.own.version) ? "device" : "page";
    this.message = "";
    this.changed();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  /** Sends until the server has what is on the page. @returns {Promise<boolean>} whether it has */
  async send() {
    clearTimeout(this.timer);
    if (this.conflict || this.own.released_at) return false;
    if (this.sending) { await this.sending; return this.settled() || this.send(); }
    if (this.settled()) { this.arrived(); return true; }
    this.sending = this.put("draft", {});
    const kept = await this.sending.finally(() => { this.sending = null; });
    return kept && (this.settled() || this.send());
  }

  settled() {
    return same(this.words, this.own.words);
  }

  async put(act, more) {
    const words = tidy(this.words);
    try {
      this.own = await ask(`review/submissions/${this.submission}/${act}`, { method: "PUT", body: { words, base: this.own.version, ...more } });
      if (this.settled()) this.arrived();
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  arrived() {
    forget(this.place);
    this.state = "saved";
    this.message = "";
    this.changed();
  }

  failed(error) {
    this.message = error.message;
    const { reply } = error;
    if (reply?.conflict) {
      this.conflict = reply.own;
      this.state = "conflict";
    } else if (reply?.released_before) {
      this.own = reply.own;
      this.before = reply.released_before;
      this.state = "before";
      forget(this.place);
    } else if (reply?.errors || [400, 404, 409, 422].includes(error.status)) {
      this.state = "refused";
    } else {
      this.state = "device";
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), PATIENCE);
    }
    this.changed();
  }

  /** Of two versions of one's own review, keep this one. @param {"mine" | "other"} which */
  settle(which) {
    this.own = this.conflict;
    this.conflict = null;
    if (which === "other") this.words = structuredClone(this.own.words);
    this.state = "device";
    return this.send();
  }

  /** Whether the review, as it is saved, still needs something before it can be released; then it says what. */
  lacks() {
    if (!this.own.missing) return false;
    this.message = this.own.missing;
    this.state = "refused";
    this.changed();
    return true;
  }

  /** Saves first, then releases. @param {boolean} beside another trainer's review */
  async release(beside) {
    if (this.sending) await this.sending;
    clearTimeout(this.timer);
    return this.put("release", beside ? { beside } : {});
  }

  /** Saves, and asks for a check of the review. @returns {Promise<boolean>} */
  async ask() {
    if (this.sending) await this.sending;
    clearTimeout(this.timer);
    try {
      const body = { words: tidy(this.words), base: this.own.version };
      this.own = (await ask(`review/submissions/${this.submission}/check`, { method: "PUT", body })).own;
      this.words = structuredClone(this.own.words);
      this.arrived();
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  /** The desk is cleared: what is not sent yet is sent, or stays on the device. */
  leave() {
    removeEventListener("online", this.retry);
    if (!this.settled() && !this.conflict) this.send().catch(() => null);
    this.changed = () => null;
  }
}

function read(place) {
  try { return JSON.parse(localStorage.getItem(place) ?? "null"); } catch { return null; }
}

function keep(place, words, base) {
  try { localStorage.setItem(place, JSON.stringify({ words, base })); return true; } catch { return false; }
}

function forget(place) {
  try { localStorage.removeItem(place); } catch { /* a browser that keeps nothing has nothing to forget */ }
}
