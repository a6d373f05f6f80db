// Submissions made from readings of real browsers (tests/fixtures, captured by
// fixtures/capture.mjs), changed only where a test says so.
import { createHash } from 'node:crypto';
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
 * Each takes other times to read, as every honest collection does; `copy: true` keeps those that were captured.
 * `components` replaces readings by name (undefined removes one), `values`
 * replaces only their values, `headers` and `cf` replace single members.
 */
export function submission(browser, { components = {}, values = {}, headers = {}, cf = {}, body = {}, copy } = {}) {
  const captured = copy ? reading(browser) : collectedAnew(reading(browser));
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

/** The same readings, each of which took another time. */
function collectedAnew(captured) {
  for (const read of Object.values(captured.components)) {
    if (read.ms) read.ms = Math.max(0.1, Math.round(read.ms * (5 + 10 * Math.random())) / 10);
  }
  return captured;
}

/**
 * Changes that make a reading another device's of the same browser and system:
 * other hardware, other fonts, another place. Each mark is a device of its own.
 */
export function another(mark) {
  const digest = createHash('sha256').update(`another ${mark}`).digest();
  const hex = digest.toString('hex').slice(0, 32);
  const renderer = `ANGLE (NVIDIA, NVIDIA GeForce RTX ${digest.readUInt16BE(0)}, OpenGL 4.5.0)`;
  return {
    values: {
      math: `another-${mark}`,
      canvas: { geometry: hex, winding: true },
      canvas_text: { text: hex },
      webgl: { vendor: 'Google Inc. (NVIDIA)', renderer, software: false },
      webgl_parameters: { antialias: true, extensions: 35, extensions_hash: hex },
      audio: { hash: hex, sum: 124 + digest[2] / 1000 },
      fonts: ['Arimo', 'DejaVu Sans', `Face ${digest[3]}`, `Face ${digest[4]}`, `Face ${digest[5]}`],
      hardware_concurrency: 4 + 2 * (digest[6] % 16),
      screen: { color_depth: 24, extended: false, long: 1400 + digest[7], short: 900 + digest[8] },
      media_devices: {
        audioinput: digest[9] % 3,
        audiooutput: digest[10] % 3,
        videoinput: digest[11] % 2,
        labelled: false,
      },
    },
  };
}

/** The device of a mark after a font was installed: another fingerprint, and hardly another device. */
export function withAnotherFont(mark) {
  const { values } = another(mark);
  return { values: { ...values, fonts: [...values.fonts, 'Fira Sans'] } };
}

function defined(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
