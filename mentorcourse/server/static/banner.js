/** The banner that tells the truth about the connection: what still works, and what to do. */

import { make, t } from "./site.js";

const reload = () => make("button", { type: "button", onclick: () => location.reload() }, t("Reload the page"));

const WORDS = {
  offline: () => [t("The course cannot be reached right now. Keep writing: your words are kept on this device and saved when the connection is back.")],
  kernel: () => [t("The pictures on this page no longer follow your answers. What you write is still saved."), " ", reload()],
  crowded: () => [t("You have more pages of the course open than can follow it, so this one has stopped. What you write here is still saved."), " ", reload()],
  signedOut: () => [t("You have been signed out. Your words are kept on this device; sign in again to save them."), " ",
    make("a", { href: signInAddress() }, t("Sign in again"))],
};

let signInAddress = () => "course/sign-in";
const shown = new Set();

/** @param {() => string} address where signing in leads back here */
export const setSignIn = (address) => { signInAddress = address; };

/** Show or take away one of the truths; the gravest is the one that shows.
 * @param {keyof typeof WORDS} what @param {boolean} isSo */
export function tell(what, isSo) {
  if (isSo) shown.add(what); else shown.delete(what);
  const gravest = ["signedOut", "offline", "crowded", "kernel"].find((one) => shown.has(one));
  const banner = document.getElementById("mc-banner");
  banner.hidden = !gravest;
  if (banner.dataset.what === (gravest ?? "")) return;
  banner.dataset.what = gravest ?? "";
  banner.replaceChildren(...(gravest ? WORDS[gravest]() : []));
}
