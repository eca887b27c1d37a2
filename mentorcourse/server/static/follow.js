/** What a page follows of the live channel: each part of the state by its name, told again only when it has changed. */

/** @type {Map<string, string>} each part as it was last heard, written as JSON */
const last = new Map();
/** @type {Map<string, Array<(value: any, first: boolean) => void>>} */
const followers = new Map();

/**
 * Call `use` with the part `name` as it stands, now if it is known and after every change.
 * @param {string} name
 * @param {(value: any, first: boolean) => void} use told also whether it is the first time
 */
export function follow(name, use) {
  followers.set(name, [...(followers.get(name) ?? []), use]);
  if (last.has(name)) use(JSON.parse(last.get(name)), true);
}

/** Take in what the channel told. @param {Record<string, any>} state the parts that were told, by name */
export function heardState(state) {
  for (const [name, value] of Object.entries(state)) {
    const written = JSON.stringify(value);
    if (last.get(name) === written) continue;
    const first = !last.has(name);
    last.set(name, written);
    for (const use of followers.get(name) ?? []) use(JSON.parse(written), first);
  }
}
