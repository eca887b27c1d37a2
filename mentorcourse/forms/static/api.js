/** Talks to the course server on the page's own origin; a failed connection throws, an answer never does. */

const patience = 20_000; // milliseconds before a silent connection counts as none

/** The server's base path, from the page Jupyter made: "/" or "/some/prefix/". */
export function baseUrl() {
  const holder = document.getElementById("jupyter-config-data");
  const base = holder ? JSON.parse(holder.textContent).baseUrl : "/";
  return base.endsWith("/") ? base : `${base}/`;
}

/** @param {string} path below {base}course/ */
export const courseUrl = (path) => new URL(`${baseUrl()}course/${path}`, location.href).href;

/** Where one signs in, coming back to this page. */
export const signInUrl = () => courseUrl(`sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);

const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))
  ?.slice(name.length + 1) ?? "";

/**
 * @param {string} method @param {string} path below {base}course/api/
 * @param {{body?: any, keepalive?: boolean, draftKey?: string}} [options]
 * @returns {Promise<{status: number, body: any}>} body {} when the answer is not JSON; 401 for a redirect to sign-in
 */
async function request(method, path, { body, keepalive = false, draftKey } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    headers["X-XSRFToken"] = decodeURIComponent(cookie("_xsrf"));
  }
  if (draftKey) headers["X-Draft-Key"] = draftKey;
  const answer = await send(courseUrl(`api/${path}`), {
    method, headers, keepalive, credentials: "same-origin", redirect: "manual", cache: "no-store",
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: keepalive ? undefined : AbortSignal.timeout(patience),
  });
  return { status: answer.status, body: parse(answer.text) };
}

/** No answer came: the network, the server or the wait gave up. */
export class NoConnection extends Error {}

async function send(url, options) {
  try {
    const answer = await fetch(url, options);
    if (answer.type === "opaqueredirect") return { status: 401, text: "" };
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    throw new NoConnection(String(error));
  }
}

function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** @type {Promise<{status: number, body: any}> | null} */
let asked = null;

/** Who is signed in: {person, name, …, draft_key}. Asked once a page while it succeeds. */
export function whoAmI() {
  asked ??= request("GET", "me").then((answer) => {
    if (answer.status !== 200) asked = null;
    return answer;
  }, (error) => {
    asked = null;
    throw error;
  });
  return asked;
}

/** Makes the next `whoAmI` ask the server again. */
export function forgetWho() {
  asked = null;
}

const path = (activity) => encodeURIComponent(activity);

/** @param {string} activity */
export const getAnswers = (activity) => request("GET", `answers/${path(activity)}`);

/** @param {string} activity */
export const getHistory = (activity) => request("GET", `answers/${path(activity)}/history`);

/** @param {string} activity */
export const getCohort = (activity) => request("GET", `cohort/${path(activity)}`);

/**
 * @param {string} activity @param {{base_revision: number, values: Record<string, any>}} body
 * @param {{keepalive?: boolean, draftKey?: string}} options
 */
export const patchAnswers = (activity, body, options) => request("PATCH", `answers/${path(activity)}`,
  { body, ...options });
