/** Brings in Voilà's script, which brings the widgets, and the theme that they are drawn in. */

import { make } from "./site.js";

/** To be called once, when the page has nothing more urgent to do. */
export function bringWidgets() {
  const { widgets, theme } = document.getElementById("mc-kernel")?.dataset ?? {};
  if (!widgets) return; // nothing on this page asks a kernel
  callLateListeners();
  waitLonger();
  const begin = () => document.body.append(make("script", { src: widgets })); // which looks at the theme at once
  document.head.prepend(make("link", { rel: "stylesheet", href: theme, onload: begin, onerror: begin }));
}

/** Voilà begins when the page is loaded, which it may be by now: whoever waits for that is called all the same. */
function callLateListeners() {
  const { addEventListener } = window;
  window.addEventListener = (/** @type {[string, any, any]} */ ...waiting) => {
    if (waiting[0] === "load" && document.readyState === "complete") setTimeout(waiting[1]);
    else addEventListener.apply(window, waiting);
  };
}

/** anywidget gives a widget two seconds to come up, then drops all that its kernel says: slow phones need longer. */
function waitLonger() {
  const { timeout } = AbortSignal;
  AbortSignal.timeout = (milliseconds) => timeout.call(AbortSignal, milliseconds === 2000 ? 60_000 : milliseconds);
}
