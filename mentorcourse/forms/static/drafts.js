/** Keeps what is typed in this browser until the server has it, for one person at a time. */

/**
 * @typedef {{value: any, base_revision: number, sent: string[]}} Draft
 *   base_revision: the saved revision the writing started from; sent: fingerprints of values sent without an answer
 */

const prefix = (draftKey) => `mentorcourse:${draftKey}:`;

/** @returns {Record<string, Draft>} */
function readAt(key) {
  const text = localStorage.getItem(key); // throws where storage is blocked
  try {
    const kept = JSON.parse(text ?? "{}");
    return kept && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}

/** What this person had typed in this activity; {} when nothing, or when the browser refuses. */
export function readDrafts(draftKey, activity) {
  try {
    return readAt(prefix(draftKey) + activity);
  } catch {
    return {};
  }
}

/**
 * Other tabs keep drafts under the same key, so only the one field is touched.
 * @param {string} draftKey @param {string} activity @param {string} field @param {Draft} draft
 * @returns {boolean} whether the browser really keeps it
 */
export function keepDraft(draftKey, activity, field, draft) {
  const key = prefix(draftKey) + activity;
  try {
    const { value, base_revision, sent } = draft;
    localStorage.setItem(key, JSON.stringify({ ...readAt(key), [field]: { value, base_revision, sent } }));
    return true;
  } catch {
    return false;
  }
}

/** Drops the field's draft if it still is this value; a newer one from another tab stays. */
export function dropDraft(draftKey, activity, field, value) {
  const key = prefix(draftKey) + activity;
  try {
    const kept = readAt(key);
    if (!(field in kept) || JSON.stringify(kept[field].value) !== JSON.stringify(value)) return;
    delete kept[field];
    if (Object.keys(kept).length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing has nothing to drop.
  }
}

/** Removes everything this browser keeps for the person. */
export function eraseDrafts(draftKey) {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(prefix(draftKey)))
      .forEach((key) => localStorage.removeItem(key));
  } catch {
    // Blocked storage holds no drafts.
  }
}
