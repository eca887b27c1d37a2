/** Where this page's course lives, how to speak with it, and how it speaks to people. */

import { english, voiceOf } from "../forms/language.js";

/** The page's language. */
export const language = document.documentElement.lang || "en";

let voice = english;

/** Resolves once the page can speak its language: at once for English. */
export const spoken = voiceOf(language).then((found) => { voice = found; });

/** @type {import("../forms/language.js").Voice["t"]} */
export const t = (...sentence) => voice.t(...sentence);

/** @type {import("../forms/language.js").Voice["plural"]} */
export const plural = (...sentence) => voice.plural(...sentence);

/** @returns {{baseUrl: string, kernelId?: string, courseStatic?: string, live?: string}} the page's own settings */
export const settings = () => JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");

/** @param {string} path below the base URL @returns {URL} */
export const address = (path) => new URL((settings().baseUrl || "/") + path, location.href);

const xsrf = () => document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "";

/**
 * Ask the course's API.
 * @param {string} path below course/api/
 * @param {{method?: string, body?: object}} [how]
 * @returns {Promise<any>} the JSON; rejects with an Error whose message can be shown
 */
export async function ask(path, { method = "GET", body } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") Object.assign(headers, { "X-XSRFToken": xsrf(), "Content-Type": "application/json" });
  let response;
  try {
    response = await fetch(address(`course/api/${path}`), {
      method, headers, credentials: "same-origin", body: body && JSON.stringify(body),
    });
  } catch {
    throw new Error(t("The course cannot be reached. Check your connection, then try again."));
  }
  const reply = await response.json().catch(() => ({}));
  if (!response.ok) {
    const words = response.status === 401 ? t("You have been signed out. Sign in again.") : reply.message;
    throw Object.assign(new Error(words || t("This did not work ({status}). Try again.", { status: response.status })), { status: response.status, reply });
  }
  return reply;
}

/**
 * Build an element; text never becomes markup.
 * @param {string} name @param {Record<string, any>} [attributes] @param {...(Node|string)} children
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** Styles that not every page needs. @param {string} name of the file beside this one */
export function addStyles(name) {
  const { href } = new URL(`${name}.css`, import.meta.url);
  if (![...document.querySelectorAll("link")].some((link) => link.href === href)) document.head.append(make("link", { rel: "stylesheet", href }));
}
