/** Makes what a page gives fit for sending: plain JSON within the edge's bounds, or the reason why not. */

/** Characters of JSON that the edge takes of one value. */
const MAX_CHARACTERS = 1000;
/** Lists and objects inside of each other. */
const MAX_DEPTH = 7;

export type Packed = { value: unknown } | { reason: 'unexpected_type' | 'too_large' };

export function pack(given: unknown): Packed {
  const text = toJson(given);
  if (!text) return { reason: 'unexpected_type' };
  // Parsed again: what is sent later must be what is measured here.
  const value = JSON.parse(text);
  return text.length > MAX_CHARACTERS || depth(value) > MAX_DEPTH ? { reason: 'too_large' } : { value };
}

function toJson(value: unknown): string | undefined {
  try {
    // Half of a surrogate pair is no text outside of JavaScript: parsers refuse the whole body for it.
    return JSON.stringify(value)?.replace(/\\(ud[89a-f]..|.)/g, (kept, what) => (what[4] ? '\\ufffd' : kept));
  } catch {
    return undefined;
  }
}

const depth = (value: unknown): number =>
  value && typeof value === 'object' ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;
