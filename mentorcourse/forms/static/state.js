/** Says truthfully how far an activity's answers are kept. */

import { words } from "./words.js";

/** @typedef {{text: string, tone: "quiet" | "good" | "warn", signIn?: boolean, routine?: boolean}} State */

/** "10:42 AM", or as the language tells the hour; with its day when that is not today. @param {string | null} moment ISO 8601
 *  @param {string} language @param {Intl.DateTimeFormatOptions} [exact] what to tell besides */
export function when(moment, language = "en", exact = {}) {
  if (!moment) return "";
  const date = new Date(moment);
  const time = { hour: "numeric", minute: "2-digit", ...exact };
  const today = date.toDateString() === new Date().toDateString();
  const form = today ? time : { day: "numeric", month: "long", ...time };
  return new Intl.DateTimeFormat(language, form).format(date);
}

/** @param {import("./answers.js").Answers} answers @returns {State} */
export function stateOf(answers) {
  if (answers.trouble) return troubled(answers);
  const { drafts, conflicts, errors, saved } = answers;
  if (conflicts.size > 0) return { text: words.conflicting, tone: "warn" };
  if (answers.saving) return { text: words.saving, tone: "quiet", routine: true };
  if (answers.sendable().length > 0) return pending(answers);
  const at = when(saved.saved_at, answers.definition.language);
  if (errors.size > 0) return { text: at ? words.savedExcept(at) : words.notSavedMarked, tone: "warn" };
  if (drafts.size > 0) return pending(answers);
  if (!answers.loaded) return { text: words.loading, tone: "quiet", routine: true };
  return at ? { text: words.saved(at), tone: "good" } : { text: words.empty, tone: "quiet", routine: true };
}

function pending(answers) {
  if (answers.draftKey === null) return { text: words.waiting, tone: "quiet", routine: true };
  return answers.durable ? { text: words.kept, tone: "quiet", routine: true } : { text: words.unkept, tone: "warn" };
}

function troubled(answers) {
  const { trouble, drafts, durable, draftKey } = answers;
  const something = drafts.size > 0;
  const lost = something && !(durable && draftKey !== null);
  const warn = (text, signIn = false) => ({ text, tone: "warn", signIn });
  switch (trouble.kind) {
    case "offline":
      if (lost) return warn(words.offlineUnkept);
      return warn(answers.loaded ? words.offline : words.offlineEmpty);
    case "busy": return warn(lost ? words.busyUnkept : words.busy);
    case "signedOut":
      if (lost) return warn(words.signedOutUnkept, true);
      return warn(something ? words.signedOut : words.signedOutEmpty, true);
    case "stranger": return warn(words.stranger, true);
    case "missing": return warn(something ? words.missing : words.missingEmpty);
    default:
      if (!something) return warn(words.refusedEmpty(trouble.message));
      return warn(lost ? words.refusedUnkept(trouble.message) : words.refused(trouble.message));
  }
}
