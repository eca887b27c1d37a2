/** The journal: every entry of every section in one place, searchable as one types, newest dates beside them. */

import { ask, language, make, plural, spoken, t } from "./site.js";

const day = new Intl.DateTimeFormat(language, { dateStyle: "long" });
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** @param {any[]} entries @param {string} sought */
const found = (entries, sought) => {
  const count = entries.length;
  if (sought) return plural(count, "{count} entry with “{sought}”", "{count} entries with “{sought}”", { sought });
  return entries.some((entry) => entry.text) ? plural(count, "{count} entry", "{count} entries")
    : t("You have written nothing in your journal yet. These are its prompts: each section ends with its own, so begin with the first section’s.");
};

function entryItem(entry, asked) {
  const date = entry.saved_at
    ? make("time", { datetime: entry.saved_at, class: "mc-faint" }, day.format(new Date(entry.saved_at)))
    : "";
  const text = entry.text ? make("p", { class: "mc-entry-text" }, entry.text) : "";
  return make("li", {}, make("h3", { lang: asked }, entry.prompt), date, text);
}

function sectionPart(section, entries) {
  return make("section", { class: "mc-journal-section" },
    make("h2", { lang: section.language }, make("a", { href: section.url }, `${section.number}. ${section.title}`)),
    make("ul", { class: "mc-journal-entries" }, ...entries.map((entry) => entryItem(entry, section.language))));
}

/** @param {HTMLElement} el */
export async function render(el) {
  await spoken;
  el.lang = language;
  el.append(make("p", { class: "mc-faint" }, t("Fetching your journal…")));
  const show = async () => {
    try {
      const { sections } = await ask("journal");
      draw(el, sections);
    } catch (error) {
      el.replaceChildren(make("p", { role: "alert" }, error.message), make("button", { type: "button", onclick: show }, t("Try again")));
    }
  };
  await show();
}

function draw(el, sections) {
  const list = make("div", {});
  const count = make("p", { role: "status", class: "mc-faint" });
  const search = make("input", { type: "search", id: "mc-journal-search", autocomplete: "off" });
  const written = make("input", { type: "checkbox", id: "mc-journal-written" });
  // Who has written something comes for that; who has not yet sees what there will be to write.
  written.checked = sections.some((section) => section.entries.some((entry) => entry.text));
  const refresh = () => {
    const sought = search.value.trim();
    const fits = (entry) => (!written.checked || entry.text) && (!sought || plain(`${entry.prompt}\n${entry.text}`).includes(plain(sought)));
    const parts = sections.map((section) => [section, section.entries.filter(fits)]).filter(([, entries]) => entries.length);
    count.textContent = found(parts.flatMap(([, entries]) => entries), sought);
    list.replaceChildren(...parts.map(([section, entries]) => sectionPart(section, entries)));
  };
  search.addEventListener("input", refresh);
  written.addEventListener("change", refresh);
  el.replaceChildren(
    make("div", { class: "mc-journal-tools" },
      make("p", {}, make("label", { for: search.id }, t("Search your journal")), search),
      make("p", {}, written, make("label", { for: written.id }, ` ${t("Only what I have written")}`)), count),
    list);
  refresh();
}
