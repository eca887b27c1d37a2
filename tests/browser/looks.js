// What a page looks like, asked of the browser: put into a page by looks.py, which says when nothing may be found.
(() => {
  const name = (one) => `${one.localName}${one.id ? `#${one.id}` : ""}${[...one.classList].map((each) => `.${each}`).join("")}`;
  const words = (one) => (one.getAttribute("aria-label") || one.textContent || "").trim().replace(/\s+/g, " ").slice(0, 60);
  const told = (one) => `${name(one)} “${words(one)}”`;
  const seen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const unseen = (style) => style.clipPath !== "none" || style.clip === "rect(0px, 0px, 0px, 0px)";
  const hides = (value) => value === "hidden" || value === "clip";
  const scrolls = (value) => value === "auto" || value === "scroll";

  /** Where the text that stands directly in an element is painted. */
  function painted(one) {
    const range = document.createRange();
    return [...one.childNodes].filter((node) => node.nodeType === 3 && node.data.trim()).flatMap((node) => {
      range.selectNodeContents(node);
      return [...range.getClientRects()].filter((rect) => rect.width > 1);
    });
  }

  /** What cuts a piece of text off: a box above it that hides what goes over its edge, or the edge of the page. */
  function cutBy(one, rect) {
    let across = true;
    let along = true;
    for (let box = one; box && box !== document.documentElement; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (unseen(style)) return "";
      const edge = box.getBoundingClientRect();
      const slack = 0.3 * parseFloat(style.fontSize);
      if (along && hides(style.overflowX) && (rect.right > edge.right + 2 || rect.left < edge.left - 2)) return name(box);
      if (across && hides(style.overflowY) && (rect.bottom > edge.bottom + slack || rect.top < edge.top - slack)) return name(box);
      along &&= !scrolls(style.overflowX);
      across &&= !scrolls(style.overflowY);
      if (style.position === "fixed") break;
    }
    return along && (rect.right > innerWidth + 1 || rect.left < -1) ? "the edge of the page" : "";
  }

  const BOXES = "button, summary, th, td, legend, label, .mc-button, [role=tab], li, dt, dd, p, h1, h2, h3, h4, h5";

  /** Text that is cut off, or goes over the side of the box that it belongs to. */
  function clipped() {
    const found = [];
    for (const one of document.body.querySelectorAll("*:not(script, style, noscript, option)")) {
      const rects = painted(one);
      if (!rects.length || !seen(one) || one.closest(".mc-skip")) continue;
      const by = rects.map((rect) => cutBy(one, rect)).find(Boolean);
      if (by) found.push(`${told(one)} is cut off by ${by}`);
      const own = one.getBoundingClientRect();
      const style = getComputedStyle(one);
      const slack = style.whiteSpace === "pre-wrap" ? parseFloat(style.fontSize) : 3; // spaces at a line's end hang over
      const over = one.matches(BOXES) && rects.some((rect) => rect.right > own.right + slack || rect.left < own.left - slack);
      if (over && !unseen(style)) found.push(`${told(one)} goes over its box`);
    }
    return found;
  }

  /** What moves, or would move at the next change. */
  function moving() {
    const running = document.getAnimations().map((one) => `${told(one.effect.target)} is animated`);
    for (const one of document.querySelectorAll("*")) {
      const style = getComputedStyle(one);
      const lasts = [style.transitionDuration, style.animationName === "none" ? "0s" : style.animationDuration];
      if (lasts.some((each) => each.split(", ").some((time) => parseFloat(time) > 0.01))) running.push(`${told(one)} would move`);
      if (style.scrollBehavior === "smooth") running.push(`${told(one)} scrolls smoothly`);
    }
    return running;
  }

  const REACHED = "a[href], button, input:not([type=hidden]), textarea, select, summary, [tabindex='0']";

  /** Where the focus shows of one thing: on itself, or on the label that is painted for it. */
  function shows(one) {
    const marked = (box) => {
      const style = getComputedStyle(box);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    };
    return marked(one) || (one.nextElementSibling?.localName === "label" && marked(one.nextElementSibling));
  }

  /** Whether something of it can be seen, and not only what sticks to an edge of the window. */
  function inSight(one) {
    const rect = one.getBoundingClientRect();
    const [left, right] = [Math.max(rect.left, 0), Math.min(rect.right, innerWidth)];
    const [top, bottom] = [Math.max(rect.top, 0), Math.min(rect.bottom, innerHeight)];
    const at = (from, to, part) => from + (to - from) * part;
    return [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => {
      const there = document.elementFromPoint(at(left, right, x), at(top, bottom, y));
      return there && (one.contains(there) || there.contains(one) && there.closest("label, summary, a, button") || there.control === one || there.closest("label")?.control === one);
    }));
  }

  /** What can have the focus and does not show it, or is hidden behind something then. */
  function focus() {
    const found = [];
    const before = document.activeElement;
    const open = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
    for (const one of open.querySelectorAll(REACHED)) {
      if (!seen(one) && !one.matches(".mcf-point-input")) continue;
      if (one.disabled || one.closest("[inert]") || (one.type === "radio" && !one.checked && one.name)) continue;
      one.focus();
      if (document.activeElement !== one) continue;
      if (!shows(one)) found.push(`${told(one)} does not show that it has the focus`);
      if (!inSight(one)) found.push(`${told(one)} is behind something when it has the focus`);
    }
    before?.focus?.();
    scrollTo(0, 0);
    return found;
  }

  /** Whether one would have to scroll sideways, and for what. */
  function wide() {
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over <= 0) return [];
    const outside = [...document.body.querySelectorAll("*")].filter((one) => seen(one) && one.getBoundingClientRect().right > innerWidth + 1);
    return [`the page is ${over} px wider than the window: ${outside.slice(0, 3).map(told).join(", ")}`];
  }

  const inLines = (style) => parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none";

  /** Controls without an edge, where a reader's own few colours replace the page's: a background is no longer seen. */
  function edgeless() {
    const controls = document.querySelectorAll("button, input:not([type=hidden], [type=checkbox], [type=radio], .mcf-point-input), textarea, select");
    return [...controls].filter((one) => seen(one) && !inLines(getComputedStyle(one))).map((one) => `${told(one)} has no edge`);
  }

  /** What keeps colours of its own there, for axe to look at. */
  const ownColours = () => [...document.querySelectorAll("body *")].filter((one) => (
    getComputedStyle(one).forcedColorAdjust === "none" && seen(one) && painted(one).length));

  /** Paper is white, whatever the screen is. */
  const inkOnWhite = () => {
    const { colorScheme, backgroundColor } = getComputedStyle(document.body);
    return colorScheme === "light" && backgroundColor === "rgba(0, 0, 0, 0)" ? [] : [`printed as ${colorScheme} on ${backgroundColor}`];
  };

  let before = null;

  /** What has the focus now: its name, and what is wrong with it; it comes after what had the focus before, within a page. */
  async function here() {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))); // it has been scrolled to
    const one = document.activeElement;
    const wrong = [];
    if (one === document.body) return { name: "", wrong };
    if (!shows(one)) wrong.push(`${told(one)} does not show that it has the focus`);
    if (!inSight(one)) wrong.push(`${told(one)} is behind something when it has the focus`);
    if (before?.isConnected && before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING) wrong.push(`${told(one)} comes after ${told(before)}`);
    before = one;
    const labels = [...(one.labels ?? [])].map((label) => label.textContent);
    const by = (one.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent);
    return { name: [one.ariaLabel, one.textContent, ...labels, ...by].filter(Boolean).join(" | "), wrong, inDialog: Boolean(one.closest("dialog")) };
  }

  window.looks = { here, edgeless, ownColours, inkOnWhite, clipped, moving, focus, wide };
})();
