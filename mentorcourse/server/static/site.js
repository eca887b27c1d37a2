/** Where this page's course lives, and how to speak with it. */

/** @returns {{baseUrl: string, kernelId?: string, courseStatic?: string}} the page's own settings */
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
    throw new Error("The course cannot be reached. Check your connection, then try again.");
  }
  const reply = await response.json().catch(() => ({}));
  if (!response.ok) {
    const words = response.status === 401 ? "You have been signed out. Sign in again." : reply.message;
    throw Object.assign(new Error(words || `This did not work (${response.status}). Try again.`), { status: response.status });
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
