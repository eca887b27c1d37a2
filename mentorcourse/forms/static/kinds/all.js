/** Which module draws which kind of activity. */

import { buildAgreement } from "./agreement.js";
import { buildAnswers } from "./answers.js";
import { buildCase } from "./case.js";
import { buildChecklist } from "./checklist.js";
import { buildExercise } from "./exercise.js";
import { buildQuestions } from "./questions.js";
import { buildRatings } from "./ratings.js";
import { buildSituations } from "./situations.js";
import { buildTable } from "./table.js";

const kinds = {
  table: buildTable, answers: buildAnswers, journal: buildAnswers, checklist: buildChecklist, ratings: buildRatings,
  case: buildCase, questions: buildQuestions, exercise: buildExercise, situations: buildSituations,
  agreement: buildAgreement,
};

/** @param {import("../form.js").FormContext} form @returns {HTMLElement} */
export function buildKind(form) {
  const build = kinds[form.definition.kind];
  if (!build) throw new Error(`No form for the kind of activity "${form.definition.kind}"`);
  return build(form);
}
