/** Where a live session stands by its plan: arithmetic alone, in minutes since it began. */

/** @typedef {[string, number]} Slot a block's key and its minutes */
/** @typedef {{plan: Slot[], added: number}} Planned the plan, and minutes that the running block was given beyond it */
/** @typedef {Planned & {began: number, marks: number[], before: Planned | null}} Clock
 *  began, marks: milliseconds; a mark is the end of a finished block; before: what one may go back to */

const MINUTE = 60_000;

/** @param {Slot[]} plan */
export const total = (plan) => plan.reduce((sum, [, minutes]) => sum + minutes, 0);

/** @param {Clock} clock @param {number} place which block @returns {number} when the plan has it begin, in minutes */
export const starts = (clock, place) => total(clock.plan.slice(0, place));

/** @param {Clock} clock @param {number} minutes @returns {Date} */
export const timeOf = (clock, minutes) => new Date(clock.began + minutes * MINUTE);

/** @param {Clock} clock */
export const isOver = (clock) => clock.marks.length >= clock.plan.length;

/** @param {Clock} clock @returns {number[]} whole minutes that each finished block took; their sum follows the clock */
export function done(clock) {
  const ends = clock.marks.map((mark) => Math.round((mark - clock.began) / MINUTE));
  return ends.map((end, place) => end - (place ? ends[place - 1] : 0));
}

/** @param {Clock} clock @param {number} now milliseconds @returns {number} minutes that the running block has taken */
export const spent = (clock, now) => (now - (clock.marks.at(-1) ?? clock.began)) / MINUTE;

/** @param {Clock} clock @returns {number} minutes that the running block has, with what was added */
export const allowed = (clock) => clock.plan[clock.marks.length][1] + clock.added;

/** @param {Clock} clock @param {number} now @returns {number} whole minutes behind the plan; below nought when ahead */
export function behind(clock, now) {
  const place = clock.marks.length;
  const began = ((clock.marks.at(-1) ?? clock.began) - clock.began) / MINUTE;
  if (isOver(clock)) return Math.round(began - total(clock.plan));
  return Math.round(began + Math.max(spent(clock, now), allowed(clock)) - starts(clock, place) - clock.plan[place][1]);
}

/** @param {Clock} clock @param {number} now @param {number} more minutes by which the room stays longer */
export function standing(clock, now, more = 0) {
  const running = Math.round(Math.max(spent(clock, now), clock.added ? allowed(clock) : 0));
  return { plan: clock.plan, done: done(clock), spent: running, more };
}

/** @param {number} minutes @returns {string} such as 4:05 */
export function face(minutes) {
  const seconds = Math.floor(Math.abs(minutes) * 60);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
