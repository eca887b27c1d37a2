/** What changed between two texts, word by word. */

import { make, t } from "./site.js";

const MOST_CELLS = 4_000_000;

/** @param {string} text @returns {string[]} words and the spaces between them */
const parts = (text) => text.match(/\s+|[^\s]+/gu) ?? [];

/**
 * @param {string} before @param {string} after
 * @returns {{kind: "same" | "added" | "removed", text: string}[]} together they are both texts
 */
function wordDiff(before, after) {
  const [old, fresh] = [parts(before), parts(after)];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < fresh.length - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  const middle = between(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end));
  const same = (words) => words.map((text) => ({ kind: "same", text }));
  return joined([...same(old.slice(0, start)), ...middle, ...same(end ? old.slice(-end) : [])]);
}

/** By the longest common subsequence; texts too long for that count as wholly new. */
function between(old, fresh) {
  const whole = (kind, words) => words.map((text) => ({ kind, text }));
  if (old.length * fresh.length > MOST_CELLS) return [...whole("removed", old), ...whole("added", fresh)];
  const width = fresh.length + 1;
  const longest = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = old[i] === fresh[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const found = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < fresh.length) {
    if (old[i] === fresh[j]) { found.push({ kind: "same", text: old[i] }); i += 1; j += 1; }
    else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) { found.push({ kind: "removed", text: old[i] }); i += 1; }
    else { found.push({ kind: "added", text: fresh[j] }); j += 1; }
  }
  return [...found, ...whole("removed", old.slice(i)), ...whole("added", fresh.slice(j))];
}

function joined(pieces) {
  const runs = [];
  for (const piece of pieces) {
    if (runs.at(-1)?.kind === piece.kind) runs.at(-1).text += piece.text;
    else runs.push({ ...piece });
  }
  return runs;
}

/** The later text with what was added and removed marked; every word is inserted as text. */
export function diffView(before, after) {
  const names = { same: "span", added: "ins", removed: "del" };
  const pieces = wordDiff(before, after);
  const unchanged = pieces.every((piece) => piece.kind === "same");
  return make("div", {}, make("p", { class: "mc-entry-text mc-diff" }, ...pieces.map((piece) => make(names[piece.kind], {}, piece.text))),
    unchanged ? make("p", { class: "mc-faint" }, t("Unchanged since the earlier version.")) : "");
}
