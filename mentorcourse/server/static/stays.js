/** Keeps in sight what one was led to, while the page above it still grows. */

const SETTLED_AFTER = 5_000; // milliseconds
const BY_HAND = ["wheel", "touchstart", "pointerdown", "keydown"];

/** Until the page has settled, or somebody scrolls. @param {Element} element */
export function staysAt(element) {
  const watch = new ResizeObserver(() => element.scrollIntoView({ behavior: "instant" }));
  const stop = () => {
    watch.disconnect();
    for (const type of BY_HAND) removeEventListener(type, stop);
  };
  watch.observe(document.body);
  for (const type of BY_HAND) addEventListener(type, stop, { passive: true });
  setTimeout(stop, SETTLED_AFTER);
}

/** Whoever follows a link to a part of the page, or came by one, stays there. */
export function followAnchors() {
  const stay = () => {
    const part = document.querySelector(":target");
    if (part) staysAt(part);
  };
  addEventListener("hashchange", stay);
  stay();
}
