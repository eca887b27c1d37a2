/** The journal: every entry of every section in one place, searchable as one types, newest dates beside them. */

import { ask, make } from "./site.js";

const day = new Intl.DateTimeFormat(document.documentElement.lang || "en", { dateStyle: "long" });
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** @param {number} count @param {string} sought */
const found = (count, sought) => {
  const entries = count === 1 ? "1 entry" : `${count} entries`;
  return sought ? `${entries} with “${sought}”` : entries;
};

function entryItem(entry) {
  const date = entry.saved_at
    ? make("time", { datetime: entry.saved_at, class: "mc-faint" }, day.format(new Date(entry.saved_at)))
    : make("span", { class: "mc-faint" }, "Nothing written yet");
  const text = entry.text ? make("p", { class: "mc-entry-text" }, entry.text) : "";
  return make("li", {}, make("h3", {}, entry.prompt), date, text);
}

function sectionPart(section, entries) {
  return make("section", { class: "mc-journal-section" },
    make("h2", {}, make("a", { href: section.url }, `${section.number}. ${section.title}`)),
    make("ul", { class: "mc-journal-entries" }, ...entries.map(entryItem)));
}

/** @param {HTMLElement} el */
export async function render(el) {
  el.append(make("p", { class: "mc-faint" }, "Fetching your journal…"));
  const show = async () => {
    try {
      const { sections } = await ask("journal");
      draw(el, sections);
    } catch (error) {
      el.replaceChildren(make("p", { role: "alert" }, error.message), make("button", { type: "button", onclick: show }, "Try again"));
    }
  };
  await show();
}

function draw(el, sections) {
  const list = make("div", {});
  const count = make("p", { role: "status", class: "mc-faint" });
  const search = make("input", { type: "search", id: "mc-journal-search", autocomplete: "off" });
  const written = make("input", { type: "checkbox", id: "mc-journal-written" });
  const refresh = () => {
    const sought = search.value.trim();
    const fits = (entry) => (!written.checked || entry.text) && (!sought || plain(`${entry.prompt}\n${entry.text}`).includes(plain(sought)));
    const parts = sections.map((section) => [section, section.entries.filter(fits)]).filter(([, entries]) => entries.length);
    count.textContent = found(parts.reduce((sum, [, entries]) => sum + entries.length, 0), sought);
    list.replaceChildren(...parts.map(([section, entries]) => sectionPart(section, entries)));
  };
  search.addEventListener("input", refresh);
  written.addEventListener("change", refresh);
  el.replaceChildren(
    make("div", { class: "mc-journal-tools" },
      make("p", {}, make("label", { for: search.id }, "Search your journal"), search),
      make("p", {}, written, make("label", { for: written.id }, " Only what I have written")), count),
    list);
  refresh();
}
