/** The page where a newcomer waits, which goes on by itself once they are let in, and then has their link to copy. */

const EVERY = 4000; // milliseconds
const shown = document.getElementById("mc-join");

async function look() {
  try {
    const reply = await fetch(location.pathname, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (reply.ok && (await reply.json()).state !== shown.dataset.state) {
      location.reload();
      return;
    }
  } catch { /* the connection is away: it is asked again */ }
  setTimeout(look, EVERY);
}

if (shown) setTimeout(look, EVERY);

const copy = document.getElementById("mc-copy-link");

async function copyLink() {
  const field = /** @type {HTMLInputElement} */ (document.getElementById("link"));
  field.select();
  const isCopied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
  document.getElementById("mc-copied").textContent = isCopied ? copy.dataset.done : copy.dataset.else;
}

if (copy) {
  copy.hidden = false;
  copy.addEventListener("click", copyLink);
}
