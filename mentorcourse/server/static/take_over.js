/** Puts a form in the place of the one that came with the page, and what has been typed there into it. */

const controls = (form) => [...form.querySelectorAll("textarea, input")];
const told = (input, event) => input.dispatchEvent(new Event(event, { bubbles: true }));

/**
 * The caller takes the first away at once, so that nobody sees both, and no key comes between.
 * @param {HTMLElement} drawn what the server has written of the form @param {HTMLElement} form the same with its scripts
 */
export function takeOver(drawn, form) {
  const own = controls(form);
  controls(drawn).forEach((old, index) => carry(old, own[index]));
  const details = form.querySelectorAll("details");
  drawn.querySelectorAll("details").forEach((old, index) => { details[index].open = old.open; });
  followFocus(drawn, form);
}

function carry(old, own) {
  if (old.type === "checkbox" || old.type === "radio") {
    if (!old.checked) return;
    own.checked = true;
    told(own, "change");
  } else if (old.value !== "") {
    own.value = old.value;
    told(own, "input");
    told(own, "change");
  }
}

/** Everything that takes the focus is in both in the same order. */
function followFocus(drawn, form) {
  const focusable = (one) => [...one.querySelectorAll("textarea, input, button, summary, a, [tabindex]")];
  const focused = /** @type {HTMLInputElement} */ (document.activeElement);
  if (!drawn.contains(focused)) return;
  const own = focusable(form)[focusable(drawn).indexOf(focused)];
  own?.focus({ preventScroll: true });
  if (!focused.matches("textarea")) return;
  own.setSelectionRange(focused.selectionStart, focused.selectionEnd, focused.selectionDirection);
  own.scrollTop = focused.scrollTop;
}
