/** One section's reflection: draft, rubric, readers, versions and what came back; on its own page and at a section's end. */

import { addStyles, address, ask, language, make, t } from "./site.js";
import { dueLine, journalPart, readersPart, rubricPart } from "./reflections_parts.js";
import { versionsPart } from "./reflections_versions.js";
import { confirmation, say } from "./asking.js";

const forms = () => import(new URL("../forms/form.js", import.meta.url).href);

/**
 * @param {HTMLElement} place @param {string} stem
 * @param {number} level of the headings of its parts: 2 on a page of its own, 3 at the end of a section
 */
export async function drawOne(place, stem, level = 2) {
  addStyles("reflections");
  const reflection = await ask(`reflections/${stem}`);
  const { mountForm } = await forms();
  const form = make("div", { class: "mc-widget" });
  const news = make("div", { role: "status", class: "mc-news" });
  const state = { reflection, level, values: {}, controller: null, pending: null };
  const readers = make("div");
  const versions = make("div");
  const submitting = make("div");
  const redraw = () => {
    readers.replaceChildren(readersPart(state, redraw));
    versions.replaceChildren(versionsPart(state, (message) => { say(news, message); redraw(); }));
    submitting.replaceChildren(submitPart(state, stem, news, redraw));
  };
  const all = make("a", { href: address("course/reflections") }, t("All your reflections"));
  const title = level === 2 ? [make("p", {}, all), make("h1", {}, reflection.title),
    make("p", {}, t("A reflection on section {number}:", { number: reflection.number }), " ", make("a", { href: `${reflection.section_url}#reflection` }, reflection.section_title))]
    : [make("p", {}, make("strong", {}, `${reflection.title}. `), all)];
  place.replaceChildren(...title, make("p", {}, dueLine(reflection)),
    versions, make(`h${level}`, {}, latest(reflection) ? t("Your draft, to revise") : t("Your draft")),
    rubricPart(reflection.rubric, level + 1), form, journalPart(state, stem), readers, submitting, news);
  state.controller = mountForm(form, reflection.definition, { onValue: (values) => { state.values = values; } });
  redraw();
  whenSeen(versions, () => markRead(state));
}

/** @param {HTMLElement} part @param {() => void} act once, when somebody can see the part */
function whenSeen(part, act) {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    act();
  });
  watch.observe(part);
}

const latest = (reflection) => reflection.versions.find((version) => version.state !== "withdrawn");

/** What came back is on the screen now, so home need not announce it any more. */
async function markRead({ reflection }) {
  const unread = reflection.versions.filter((version) => version.news);
  await Promise.all(unread.map((version) => ask(`reflections/versions/${version.id}/read`, { method: "POST", body: {} }).catch(() => null)));
}

/** Submitting happens on purpose: what is saved is shown once more, with who will read it. */
function submitPart(state, stem, news, redraw) {
  const there = latest(state.reflection);
  if (there && there.state !== "released") {
    return make("p", { class: "mc-submit" }, t("Version {number} is with your trainers. Your draft stays your own meanwhile; you can submit the next version when this one has come back.", { number: there.number }));
  }
  const button = make("button", { type: "button", class: "mc-main-button" }, t("Submit to your trainers…"));
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await submit(state, stem, button, news, redraw);
    } catch (error) {
      say(news, error.message, true);
    } finally {
      button.disabled = false; // for another try
    }
  });
  return make("section", { class: "mc-submit", "aria-label": t("Submit") }, button);
}

async function submit(state, stem, button, news, redraw) {
  await state.pending;
  if (!(await state.controller.flush())) {
    say(news, t("Not everything is saved yet. Wait until the form says “Saved”, then submit."), true);
    return;
  }
  const draft = await ask(`answers/${encodeURIComponent(`${stem}.reflection`)}`);
  if (!Object.values(draft.values).some((text) => text.trim())) {
    say(news, t("There is nothing written yet. Answer one question at least; then submit."), true);
    return;
  }
  const agreed = await confirmation(button, {
    title: t("Submit this reflection?"), yes: t("Submit it"), no: t("Not yet"),
    body: [readersSentence(state.reflection), ...written(state.reflection, draft.values)],
  });
  if (!agreed) return;
  const version = await ask(`reflections/${stem}/submit`, { method: "POST", body: { revision: draft.revision } });
  state.reflection.versions.unshift(version);
  redraw();
  const at = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(new Date(version.submitted_at));
  say(news, t("Received: version {number}, {at}. You can withdraw it until a trainer has opened it.", { number: version.number, at }));
}

function readersSentence(reflection) {
  const names = reflection.readers.filter((one) => one.reads).map((one) => one.name);
  const listed = new Intl.ListFormat(language, { type: "conjunction" }).format(names);
  return make("p", {}, names.length ? t("This can be read by {names}, and by nobody else in the course. Facilitators never see a word of it.", { names: listed })
    : t("Your cohort has no trainer who could read it yet."));
}

const written = (reflection, values) => Object.entries(reflection.definition.fields).flatMap(([key, field]) => [
  make("p", { class: "mc-faint" }, field.label), make("p", { class: "mc-entry-text" }, values[key] || t("(nothing written)"))]);
