/** A live session's time: arithmetic alone, by the server's clock. */

const MINUTE = 60_000;

/** @typedef {{began: string, due: string, ends_at: string | null, paused: boolean, left: number | null}} Timed
 *  a session as facilitators are told of it; `left` is in seconds */

/** @param {Timed} session @param {number} now milliseconds @returns {number} minutes that the running block has left */
export const leftOf = (session, now) => (session.paused ? session.left * 1000 : Date.parse(session.ends_at) - now) / MINUTE;

/** @param {Timed} session @param {number} now @returns {number} whole minutes behind the plan; below nought when ahead */
export function behind(session, now) {
  const over = Math.max(now, now + leftOf(session, now) * MINUTE);
  return Math.round((over - Date.parse(session.due)) / MINUTE) || 0;
}

/** @param {Timed} session @param {number} minutes since it began @returns {Date} */
export const timeOf = (session, minutes) => new Date(Date.parse(session.began) + minutes * MINUTE);

/** @param {number} minutes @returns {string} such as 4:05 */
export function face(minutes) {
  const seconds = Math.floor(Math.abs(minutes) * 60);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
