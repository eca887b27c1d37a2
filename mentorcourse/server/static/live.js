/** The live channel: listens for the course's state, comes back by itself after an interruption. */

import { address, settings } from "./site.js";

/** The code by which the server closes a page's channel when its person has too many open (server/crowding.py). */
const TOO_MANY = 4429;

/**
 * @param {(message: any) => void} heard called for every message
 * @param {(connected: boolean) => void} changed called when the connection is made or lost
 * @param {() => void} crowded called when this page has given way to newer ones, and listens no more
 */
export function listen(heard, changed, crowded) {
  let tries = 0;
  let socket;
  let timer;
  let isCrowded = false;
  const open = () => {
    clearTimeout(timer);
    const url = address(`course/api/${settings().live ?? "live"}`);
    url.protocol = url.protocol.replace("http", "ws");
    socket = new WebSocket(url);
    socket.onopen = () => { tries = 0; changed(true); };
    socket.onmessage = (event) => heard(JSON.parse(event.data));
    socket.onclose = (event) => {
      if (event.code === TOO_MANY) { isCrowded = true; crowded(); return; }
      changed(false);
      tries += 1;
      timer = setTimeout(open, Math.min(30_000, 500 * 2 ** tries) * (0.75 + Math.random() / 2));
    };
  };
  addEventListener("online", () => { if (socket.readyState === WebSocket.CLOSED && !isCrowded) open(); });
  addEventListener("pagehide", () => { socket.onclose = null; socket.close(); clearTimeout(timer); });
  addEventListener("pageshow", (event) => { if (event.persisted) { isCrowded = false; open(); } });
  open();
}
