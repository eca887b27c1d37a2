/** The room view for the projector: what goes on, how long, and the way to the course; nobody's data. */

import { spoken, t } from "./site.js";
import { follow, heardState } from "./follow.js";
import { showCode } from "./join_code.js";
import { face, leftOf } from "./guide_time.js";
import { listen } from "./live.js";
import { serverNow } from "./server_time.js";

const place = (id) => document.getElementById(id);
/** @type {any} */
let session = null;
/** @type {string[]} activities that take no changes now */
let closed = [];

function draw(now) {
  if (session && !now) place("mc-room-wait").textContent = t("The session is over. Thank you for being here.");
  session = now;
  place("mc-room-now").hidden = !session;
  place("mc-room-waiting").hidden = Boolean(session);
  place("mc-room-title").hidden = !session;
  if (!session) return;
  place("mc-room-title").textContent = session.title;
  place("mc-room-block").textContent = session.block.title;
  place("mc-room-see").textContent = session.block.see;
  const isClosed = closed.includes(session.activity?.activity);
  place("mc-room-activity").textContent = session.activity ? `${isClosed ? t("Closed for now:") : t("Open now:")} ${session.activity.title}` : "";
  place("mc-room-message").textContent = session.message?.text ?? "";
  tick();
}

function tick() {
  if (!session) return;
  const left = leftOf(session, serverNow());
  const time = place("mc-room-time");
  time.textContent = face(Math.max(0, left));
  time.classList.toggle("mc-room-over", left <= 0);
  place("mc-room-state").textContent = session.paused ? t("Paused") : left <= 0 ? t("The time is up.") : "";
}

function wholeScreen() {
  const button = place("mc-room-whole");
  if (!document.fullscreenEnabled) return;
  button.hidden = false;
  button.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
  document.addEventListener("fullscreenchange", () => { button.textContent = document.fullscreenElement ? t("Leave full screen") : t("Full screen"); });
}

spoken.then(() => {
  wholeScreen();
  follow("session", draw);
  follow("closed", (now) => { closed = now ?? []; if (session) draw(session); });
  setInterval(tick, 1000);
  showCode(place("mc-room-join"));
  const lost = place("mc-room-lost");
  listen((message) => { if (message.state) heardState(message.state); }, (connected) => { lost.hidden = connected; });
});
