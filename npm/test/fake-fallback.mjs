/** Takes the part of the collector in plain JavaScript: the same exports, and nothing to start. */

export default async function init() {}

export async function collect(options) {
  const components = { echo: { status: 'ok', value: options, ms: 0 } };
  return { fingerprint: 'f'.repeat(64), components, coverage: 9, ms: 2.5 };
}
