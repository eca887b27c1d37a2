/** The page where a newcomer waits: asks now and then how it stands, and goes on by itself once that has changed. */

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
