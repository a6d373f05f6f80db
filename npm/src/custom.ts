/** Readings of the page's own: which there are. */

/** What the edge takes. */
const MAX_COMPONENTS = 8;
const KEY = /^[\w.-]{1,32}$/;

export type Custom = Map<string, () => unknown>;

/** Adds or replaces one; false if it could not be sent. */
export function addCustom(custom: Custom, key: string, read: () => unknown): boolean {
  const fits = KEY.test(key) && typeof read === 'function' && (custom.has(key) || custom.size < MAX_COMPONENTS);
  if (fits) custom.set(key, read);
  return fits;
}
