/** Says the interface's English sentences in another language; English itself needs nothing from the server. */

/**
 * @typedef {{language: string, t: (sentence: string, values?: Record<string, any>) => string,
 *   plural: (count: number, one: string, other: string, values?: Record<string, any>) => string}} Voice
 *   t fills the {places} of a sentence; plural takes the form that goes with the count, which its {count} shows
 */

/**
 * Makes what takes a browser long, its tables of a language, when it is first asked for: English forms stand without.
 * @template T @param {() => T} make @returns {() => T}
 */
function once(make) {
  let made;
  return () => (made ??= make());
}

const isEnglish = (language) => /^en\b/i.test(language);

/** Fills the places of a text; numbers are grouped from five digits on, as in Python: four may be a year. */
function filler(language) {
  const numbers = once(() => new Intl.NumberFormat(language, { useGrouping: "min2" }));
  const isPlain = (value) => typeof value !== "number" || (isEnglish(language) && Number.isInteger(value) && Math.abs(value) < 1000);
  const said = (value) => (isPlain(value) ? String(value) : numbers().format(value));
  return (text, values) => text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? said(values[name]) : place));
}

/**
 * @param {string} language a BCP 47 tag
 * @param {Record<string, string | Record<string, string>>} sentences by the English ones; plural forms by category
 * @returns {Voice}
 */
function voice(language, sentences) {
  const fill = filler(language);
  const plurals = once(() => new Intl.PluralRules(language));
  return {
    language,
    t: (sentence, values = {}) => fill(sentences[sentence] ?? sentence, values),
    plural(count, one, other, values = {}) {
      const category = isEnglish(language) ? (count === 1 ? "one" : "other") : plurals().select(count);
      const form = sentences[one]?.[category] ?? (category === "one" ? one : other);
      return fill(form, { count, ...values });
    },
  };
}

/** Speaks at once. */
export const english = voice("en", {});

/** @type {Map<string, Promise<Voice>>} */
const voices = new Map();

/** The voice for a language; where its sentences cannot be fetched it speaks English. @param {string} language */
export function voiceOf(language) {
  if (!language || isEnglish(language)) return Promise.resolve(language ? voice(language, {}) : english);
  if (!voices.has(language)) voices.set(language, fetched(language));
  return /** @type {Promise<Voice>} */ (voices.get(language));
}

async function fetched(language) {
  try {
    const name = language.split("-")[0].toLowerCase();
    const answer = await fetch(new URL(`../language/${name}.json`, import.meta.url), { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`no sentences in ${language}: ${answer.status}`);
    return voice(language, await answer.json());
  } catch (error) {
    console.warn(error);
    voices.delete(language); // worth another try
    return english;
  }
}
