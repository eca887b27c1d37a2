/** Just enough of a browser's document to build a form in, and to write it down as HTML: nothing happens in it. */

const restored = new Set(["input", "textarea"]); // browsers fill these in again by themselves, with what was here before
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const nothing = () => {};

class PaperNode {
  constructor(tag) {
    this.tag = tag;
    this.attributes = new Map();
    this.nodes = [];
    this.parentElement = null;
    this.value = "";
    this.checked = false;
    this.isConnected = false;
    this.style = { setProperty: (name, value) => this.setAttribute("style", `${this.getAttribute("style") ?? ""}${name}: ${value};`) };
    this.dataset = new Proxy({}, {
      get: (_, name) => this.getAttribute(attributeOf(name)) ?? undefined,
      set: (_, name, value) => { this.setAttribute(attributeOf(name), value); return true; },
    });
    this.classList = {
      add: (name) => this.setAttribute("class", [this.getAttribute("class"), name].filter(Boolean).join(" ")),
      toggle: (name, isWanted) => { if (isWanted) this.classList.add(name); },
    };
  }

  get id() { return this.getAttribute("id") ?? ""; }
  get hidden() { return this.attributes.has("hidden"); }
  set hidden(isHidden) { if (isHidden) this.setAttribute("hidden", ""); else this.removeAttribute("hidden"); }
  get children() { return this.nodes.filter((node) => node instanceof PaperNode); }
  get lastElementChild() { return this.children.at(-1); }
  get textContent() { return this.nodes.map((node) => (typeof node === "string" ? node : node.textContent)).join(""); }
  set textContent(text) { this.replaceChildren(text); }
  set innerHTML(html) { this.html = html; }

  getAttribute(name) { return this.attributes.get(name) ?? null; }
  setAttribute(name, value) { this.attributes.set(name, String(value)); }
  removeAttribute(name) { this.attributes.delete(name); }
  addEventListener() {}
  contains() { return false; }

  place(at, added) {
    for (const node of added) {
      if (!(node instanceof PaperNode)) continue;
      node.remove();
      node.parentElement = this;
    }
    this.nodes.splice(at, 0, ...added.map((node) => (node instanceof PaperNode ? node : String(node))));
  }

  append(...added) { this.place(this.nodes.length, added); }
  insertBefore(node, next) { this.place(next ? this.nodes.indexOf(next) : this.nodes.length, [node]); }
  after(...added) { this.parentElement.place(this.parentElement.nodes.indexOf(this) + 1, added); }
  replaceChildren(...added) { this.nodes = []; this.append(...added); }
  remove() {
    if (this.parentElement) this.parentElement.nodes.splice(this.parentElement.nodes.indexOf(this), 1);
    this.parentElement = null;
  }

  /** By the name of its tag alone. */
  querySelector(tag) {
    for (const child of this.children) {
      const found = child.tag === tag ? child : child.querySelector(tag);
      if (found) return found;
    }
    return null;
  }

  get outerHTML() {
    const given = restored.has(this.tag) ? [...this.attributes, ["autocomplete", "off"]] : [...this.attributes];
    const told = given.map(([name, value]) => ` ${name}="${escaped(value).replace(/"/g, "&quot;")}"`).join("");
    const inner = this.html ?? this.nodes.map((node) => (typeof node === "string" ? escaped(node) : node.outerHTML)).join("");
    return this.tag === "input" ? `<${this.tag}${told}>` : `<${this.tag}${told}>${inner}</${this.tag}>`;
  }
}

const attributeOf = (name) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
const waiting = new Promise(nothing);
const nowhere = { getItem: () => null, setItem: nothing };

Math.random = () => 0.5; // the same ids each time: the page is one for all, and its script's forms have others
Object.assign(globalThis, {
  document: {
    createElement: (tag) => new PaperNode(tag), createElementNS: (_, tag) => new PaperNode(tag),
    getElementById: () => null, querySelectorAll: () => [{ href: "/forms/course.css" }], addEventListener: nothing, cookie: "",
  },
  location: { href: "", pathname: "", search: "" },
  localStorage: nowhere, sessionStorage: nowhere,
  setTimeout: nothing, clearTimeout: nothing, setInterval: nothing, clearInterval: nothing, addEventListener: nothing,
  structuredClone: (value) => JSON.parse(JSON.stringify(value)), queueMicrotask: nothing,
  CSS: { supports: () => true }, AbortSignal: { timeout: nothing },
  URL: class { constructor(path) { this.href = path; } },
  fetch: async ({ href }) => (/language/.test(href) ? { ok: true, json: async () => globalThis.catalogue } : waiting),
  console: { warn: nothing },
  Intl: {
    NumberFormat: class { format(number) { return String(number); } },
    PluralRules: class { select(count) { return globalThis.categories[count]; } },
  },
});

/** The form as HTML, in one piece: Python cannot read a text that is still in many. @param {any} form what the course's scripts export of forms/form.js @param {string} text */
globalThis.drawn = async (form, text) => {
  const definition = JSON.parse(text);
  await form.speak(definition.language);
  const place = document.createElement("div");
  const { element } = form.mountForm(place, definition);
  return ["", element.outerHTML].join("");
};
