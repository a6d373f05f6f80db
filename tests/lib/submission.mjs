// Submissions made from readings of real browsers (tests/fixtures, captured by
// fixtures/capture.mjs), changed only where a test says so.
import { readFileSync } from 'node:fs';

const loaded = new Map();

/** A captured reading: `{headers, cf, collector, fingerprint, components}`. A fresh copy each time. */
export function reading(browser) {
  if (!loaded.has(browser)) {
    loaded.set(browser, readFileSync(new URL(`../fixtures/${browser}.json`, import.meta.url), 'utf8'));
  }
  return JSON.parse(loaded.get(browser));
}

/**
 * What a browser would send: `{headers, cf, body}`.
 * `components` replaces readings by name (undefined removes one), `values`
 * replaces only their values, `headers` and `cf` replace single members.
 */
export function submission(browser, { components = {}, values = {}, headers = {}, cf = {}, body = {} } = {}) {
  const captured = reading(browser);
  for (const [name, value] of Object.entries(values)) {
    captured.components[name] = { status: 'ok', value, ms: 0.1 };
  }
  return {
    headers: defined({ ...captured.headers, ...headers }),
    cf: cf === null ? null : { ...captured.cf, ...cf },
    body: {
      collector: captured.collector,
      components: { ...captured.components, ...components },
      ...body,
    },
  };
}

/** Changes that make a reading another device's: its fingerprint differs. */
export const another = (mark) => ({ values: { math: `another-${mark}` } });

function defined(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
