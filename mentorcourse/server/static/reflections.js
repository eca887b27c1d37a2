/** Reflections: the list of one's own, or one section's with draft, readers, versions and what came back. */

import { address, ask, language, make, spoken, t } from "./site.js";
import { drawList } from "./reflections_list.js";
import { dueLine, journalPart, readersPart, rubricPart } from "./reflections_parts.js";
import { versionsPart } from "./reflections_versions.js";
import { confirmation, say } from "./reflections_dialog.js";

const forms = () => import(new URL("../forms/form.js", import.meta.url).href);

/** One section's reflection. @param {HTMLElement} place @param {string} stem */
async function drawOne(place, stem) {
  const reflection = await ask(`reflections/${stem}`);
  const { mountForm } = await forms();
  const form = make("div", { class: "mc-widget" });
  const news = make("div", { role: "status", class: "mc-news" });
  const state = { reflection, values: {}, controller: null, pending: null };
  const readers = make("div");
  const versions = make("div");
  const submitting = make("div");
  const redraw = () => {
    readers.replaceChildren(readersPart(state, redraw));
    versions.replaceChildren(versionsPart(state, (message) => { say(news, message); redraw(); }));
    submitting.replaceChildren(submitPart(state, stem, news, redraw));
  };
  place.replaceChildren(
    make("p", {}, make("a", { href: address("course/reflections") }, t("All your reflections"))),
    make("h1", {}, reflection.title),
    make("p", {}, t("A reflection on section {number}:", { number: reflection.number }), " ", make("a", { href: reflection.section_url }, reflection.section_title)),
    make("p", {}, dueLine(reflection)),
    versions, make("h2", {}, latest(reflection) ? t("Your draft, to revise") : t("Your draft")),
    rubricPart(reflection.rubric), form, journalPart(state, stem), readers, submitting, news);
  state.controller = mountForm(form, reflection.definition, { onValue: (values) => { state.values = values; } });
  redraw();
  await markRead(state);
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

async function start() {
  await spoken;
  const place = document.getElementById("mc-reflections");
  place.lang = language;
  const stem = place.dataset.stem;
  const show = async () => {
    place.replaceChildren(make("p", { class: "mc-faint" }, t("Fetching your reflections…")));
    try {
      await (stem ? drawOne(place, stem) : drawList(place));
    } catch (error) {
      const words = error.status === 404 ? t("Only participants write reflections, so there is nothing here for you.") : error.message;
      place.replaceChildren(make("h1", {}, t("Your reflections")), make("p", { role: "alert" }, words),
        make("button", { type: "button", onclick: show }, t("Try again")));
    }
  };
  await show();
}

start();
