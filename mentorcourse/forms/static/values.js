/** What an answer's value may be: whether it is empty, the same as another, and how it reads as text. */

import { words } from "./words.js";

/**
 * @typedef {string | string[] | {text: string, follow_up: string}[] | number | boolean | null} Value
 * @typedef {{takes: "text"|"texts"|"pairs"|"option"|"options"|"number"|"tick"|"date", label: string, hint?: string,
 *   help?: string, characters?: number, entries?: number, options?: {key: string, label: string, help?: string}[],
 *   follow_up?: string, from?: number, to?: number, points?: Record<string, string>}} Field
 * @typedef {{activity: string, kind: string, title: string, audience: string, audience_in_short: string, audience_words: string,
 *   minutes: number, instructions: string, language: string, compose?: {title: string, text: string} | null,
 *   calendar?: {date: string, title: string, text?: string} | null,
 *   fields: Record<string, Field>, steps: string[][],
 *   layout: any}} Definition
 */

const empties = { text: "", date: "", texts: [], pairs: [], option: "", options: [], number: null, tick: false };

/** @param {Field} field @returns {Value} */
export const emptyOf = (field) => structuredClone(empties[field.takes]);

/** @param {any} value */
export function isEmpty(value) {
  if (value === null || value === undefined || value === false) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.every(isEmpty);
  if (typeof value === "object") return Object.values(value).every(isEmpty);
  return false;
}

/** One text for each distinct value, whatever the order of keys. @param {any} value */
function canonical(value) {
  if (isEmpty(value)) return "";
  return JSON.stringify(value, (_, part) => (part && typeof part === "object" && !Array.isArray(part)
    ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part));
}

/** @param {any} one @param {any} other */
export const sameValue = (one, other) => one === other || canonical(one) === canonical(other);

/** A short mark by which a value that was sent is recognised later. @param {any} value */
export function fingerprint(value) {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  const text = canonical(value);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  return `${text.length}.${(high >>> 0).toString(36)}.${(low >>> 0).toString(36)}`;
}

/** Characters as a person counts them. @param {string} text */
export const lengthOf = (text) => (text.length < 1e5 ? [...text].length : text.length);

/** Whether any text in the value is longer than the field takes. @param {Field} field @param {any} value */
export function isTooLong(field, value) {
  const limit = field.characters;
  if (!limit || value === null || value === undefined) return false;
  if (typeof value === "string") return value.length > limit && lengthOf(value) > limit;
  if (Array.isArray(value)) return value.some((part) => isTooLong(field, part));
  if (typeof value === "object") return Object.values(value).some((part) => isTooLong(field, part));
  return false;
}

/** How many steps of the activity have an answer. @param {Definition} definition @param {Record<string, any>} values */
export const answeredSteps = (definition, values) => definition.steps
  .filter((step) => step.some((key) => !isEmpty(values[key]))).length;

const labelOf = (field, key) => field.options?.find((option) => option.key === key)?.label ?? key;

const dayInWords = (day) => new Intl.DateTimeFormat(words.days, { dateStyle: "full", timeZone: "UTC" })
  .format(new Date(`${day}T00:00:00Z`));

/**
 * The value as a person reads it, one line for each entry.
 * @param {Field | undefined} field @param {any} value @returns {string}
 */
export function describe(field, value) {
  if (field?.takes === "tick") return value ? words.ticked : words.notTicked;
  if (isEmpty(value)) return words.nothing;
  switch (field?.takes) {
    case "date": return dayInWords(value);
    case "option": return labelOf(field, value);
    case "options": return value.map((key) => labelOf(field, key)).join("\n");
    case "texts": return value.join("\n");
    case "pairs": return value.map((pair) => words.pair(pair.text, field.follow_up, pair.follow_up)).join("\n");
    case "number": return words.point(value, field.points?.[value]);
    default: return String(value);
  }
}

/** Both versions in one value, or undefined where there can be only one. @param {Field} field */
export function both(field, mine, theirs) {
  switch (field.takes) {
    case "text": return [mine, theirs].filter((text) => !isEmpty(text)).join("\n\n");
    case "texts":
    case "pairs": return [...(mine ?? []), ...(theirs ?? []).filter((entry) => !includes(mine ?? [], entry))];
    case "options": return [...new Set([...(mine ?? []), ...(theirs ?? [])])];
    default: return undefined;
  }
}

const includes = (list, entry) => list.some((other) => sameValue(other, entry));
