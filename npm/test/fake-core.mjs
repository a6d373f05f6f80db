/** Takes the part of the generated core: the same exports, without reading a browser. `coreUrl` leads here. */

const query = new URL(import.meta.url).searchParams;
let inits = 0;

export default async function init({ module_or_path }) {
  if (!(module_or_path instanceof WebAssembly.Module)) throw new TypeError('a compiled module is expected');
  if (query.has('once') && inits++ === 0) throw new Error('the first start fails');
}

export async function collect({ worker: _, ...options }) {
  await new Promise((resolve) => setTimeout(resolve, Number(query.get('ms') ?? 0)));
  if (query.has('traps')) throw new WebAssembly.RuntimeError('unreachable');
  if (query.has('nothing')) return null;
  const components = {
    webdriver: { status: 'ok', value: false, ms: 0.1 },
    echo: { status: 'ok', value: options, ms: 0 },
  };
  return { fingerprint: 'f'.repeat(64), components, coverage: 9, ms: 2.5 };
}
