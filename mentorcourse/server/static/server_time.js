/** The server's time, as near as this page knows it: a device's own clock may be minutes off, or be changed meanwhile. */

import { follow } from "./follow.js";

const speed = Number(document.documentElement.dataset.speed) || 1; // in a rehearsal minutes may pass faster
let told = Date.now(); // what the server said, in milliseconds since 1970
let heard = performance.now(); // when, by a counter that nobody can set

/** Take in what the server said of its time. @param {string} now */
export function hearTime(now) {
  told = Date.parse(now);
  heard = performance.now();
}

/** @returns {number} milliseconds since 1970, by the server's clock */
export const serverNow = () => told + (performance.now() - heard) * speed;

follow("now", hearTime);
