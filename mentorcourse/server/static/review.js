/** The trainers' page: a queue, and one reflection at a time on the desk beside it; nothing ever reloads. */

import { addStyles, ask, language, make, spoken, t } from "./site.js";
import { calibrationPart } from "./review_calibration.js";
import { Desk } from "./review_desk.js";
import { drawQueue, isWaiting, shown } from "./review_queue.js";
import { listenForKeys, shortcutHelp } from "./review_keys.js";

const PAUSE = 20_000; // milliseconds between two looks at who else is reading

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  addStyles("reflections");
  el.append(make("p", { class: "mc-faint" }, t("Fetching what waits for you…")));
  const page = new ReviewPage(el);
  await page.begin();
  return () => page.end();
}

class ReviewPage {
  constructor(el) {
    this.el = el;
    this.filters = { section: "", state: "waiting", blind: false };
    this.queue = null;
    this.list = make("div", { class: "mc-queue" });
    this.place = make("div", { class: "mc-desk" });
    this.news = make("div", { role: "status", class: "mc-news" });
    this.desk = null;
  }

  async begin() {
    try {
      this.me = await ask("me");
      await this.refresh();
    } catch (error) {
      this.el.replaceChildren(make("p", { role: "alert" }, error.message),
        make("button", { type: "button", onclick: () => this.begin() }, t("Try again")));
      return;
    }
    this.el.replaceChildren(this.news, make("div", { class: "mc-review" }, this.list, this.place), ...(this.queue.rubric ? [calibrationPart(this.queue.rubric)] : []), shortcutHelp());
    this.timer = setInterval(() => { if (!document.hidden) Promise.all([this.refresh(), this.stay()]).catch(() => null); }, PAUSE);
    this.stopKeys = listenForKeys({ next: () => this.step(1), previous: () => this.step(-1), release: () => this.desk?.release(), queue: () => this.focusQueue() });
    this.showNothingOpen();
  }

  end() {
    clearInterval(this.timer);
    this.stopKeys?.();
    this.desk?.leave();
  }

  async refresh() {
    this.queue = await ask(`review/queue${this.filters.blind ? "?blind=1" : ""}`);
    drawQueue(this);
  }

  /** @param {string} message @param {boolean} [warns] */
  say(message, warns = false) {
    this.news.replaceChildren(...(message ? [make("p", { class: warns ? "mc-alert" : "mc-notice" }, message)] : []));
  }

  async filter(change) {
    Object.assign(this.filters, change);
    if ("blind" in change) {
      await this.refresh();
      if (this.desk) await this.open(this.desk.id, false);
    } else drawQueue(this);
  }

  /** The next or previous of what the filters show, whatever is on the desk. */
  async step(by) {
    if (!shown(this).length) await this.refresh().catch(() => null);
    const rows = shown(this);
    if (!rows.length) return this.say(t("Nothing else is waiting here."));
    const at = rows.findIndex((row) => row.id === this.desk?.id);
    const from = at < 0 ? (by > 0 ? Math.min(this.lastIndex ?? 0, rows.length - 1) : rows.length - 1) : at + by;
    if (from < 0 || from >= rows.length) return this.say(by > 0 ? t("That was the last one on this list.") : t("That was the first one on this list."));
    return this.open(rows[from].id);
  }

  async open(id, focus = true) {
    try {
      this.desk?.leave();
      const opened = await ask(`review/submissions/${id}/open${this.filters.blind ? "?blind=1" : ""}`, { method: "POST", body: {} });
      this.lastIndex = Math.max(0, shown(this).findIndex((row) => row.id === id));
      this.lay(opened, focus);
      await this.refresh();
    } catch (error) {
      this.say(error.message, true);
    }
  }

  /** A sign that what lies open here is still being read; whoever has taken it over meanwhile is shown. */
  async stay() {
    const { desk } = this;
    if (!desk?.opened.holder?.mine || desk.isReleased) return;
    const { holder } = await ask(`review/submissions/${desk.id}/open`, { method: "POST", body: {} });
    if (desk !== this.desk || holder?.mine) return;
    desk.opened.holder = holder;
    desk.drawClaim();
  }

  /** Lay a submission, as the server says it is, on the desk. */
  lay(opened, focus = true) {
    this.desk?.leave();
    this.desk = new Desk(this, opened);
    this.place.replaceChildren(this.desk.element);
    this.say("");
    if (focus) this.desk.focus();
  }

  /** What lies on the desk is done: off the list with it at once, for the next key may come before the server's word.
   * The list has the focus then, or where it is empty its heading, unless something else was opened meanwhile. */
  async close(message) {
    const { id } = this.desk;
    this.desk.leave();
    this.queue.rows = this.queue.rows.filter((row) => row.id !== id);
    this.desk = null;
    this.showNothingOpen();
    this.say(message);
    await this.refresh().catch(() => null);
    if (this.desk) return;
    if (shown(this).length) this.say(`${message} ${t("Press n for the next one.")}`);
    this.focusQueue();
  }

  showNothingOpen() {
    const waiting = this.queue.rows.some(isWaiting);
    this.place.replaceChildren(make("p", { class: "mc-faint" }, waiting ? t("Choose a reflection from the list, or press n for the one that has waited longest.") : t("Nothing is waiting for you. Reflections appear here as soon as they are submitted.")));
  }

  focusQueue() {
    (this.list.querySelector('[aria-current="true"]') ?? this.list.querySelector(".mc-queue-rows button") ?? this.list.querySelector("h2"))?.focus();
  }
}
