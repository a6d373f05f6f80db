/**
 * Builds the package and the hosted copies of the collector.
 *
 * tools/build.mjs calls `buildNpm` after wasm-bindgen and wasm-opt have made the core. It needs, from npm,
 * esbuild and typescript; it writes nothing outside `outDir` and `hostedDir`.
 */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const compress = promisify(brotliCompress);
const JS = 'text/javascript; charset=utf-8';
const WASM = 'application/wasm';

/**
 * @param {object} options
 * @param {{js: string, wasm: string}} options.core paths of the minified glue and the optimised wasm
 * @param {string} options.outDir where the package's files go (npm/dist)
 * @param {string} options.hostedDir where the files that the edge serves go; what else is there is removed
 * @param {string} options.version the version that the collector names itself by
 * @returns {Promise<{version: string, files: Record<string, object>}>} the manifest of the hosted files
 */
export async function buildNpm({ core, outDir, hostedDir, version }) {
  await Promise.all([mkdir(outDir, { recursive: true }), mkdir(hostedDir, { recursive: true })]);
  const [glue, wasm] = await Promise.all([readFile(core.js), readFile(core.wasm)]);
  await Promise.all([
    copyFile(core.js, join(outDir, 'core.js')),
    copyFile(core.wasm, join(outDir, 'core_bg.wasm')),
    copyFile(join(here, 'src/core.d.ts'), join(outDir, 'core.d.ts')),
    bundleModule(version).then((code) => writeFile(join(outDir, 'index.js'), code)),
    bundleScript(version, { js: 'core.js', wasm: 'core_bg.wasm', integrity: integrity(wasm) }).then((code) =>
      writeFile(join(outDir, 'edgeprint-collector.js'), code),
    ),
    writeTypes(outDir),
  ]);
  return writeHosted({ glue, wasm, hostedDir, version });
}

/** The package's module. Not minified: bundlers do that, and people should be able to read it. */
export function bundleModule(version) {
  return bundle('src/index.ts', { EDGEPRINT_VERSION: version }, { format: 'esm', external: ['./core.js'] });
}

/** The script-tag build, bound to the names of the core's files beside it. */
export function bundleScript(version, core) {
  const names = {
    EDGEPRINT_VERSION: version,
    EDGEPRINT_CORE: core.js,
    EDGEPRINT_WASM: core.wasm,
    EDGEPRINT_WASM_INTEGRITY: core.integrity,
  };
  return bundle('src/script.ts', names, { format: 'iife', minify: true });
}

async function bundle(entry, defines, options) {
  const { outputFiles } = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    write: false,
    target: 'es2020',
    legalComments: 'none',
    define: Object.fromEntries(Object.entries(defines).map(([name, value]) => [name, JSON.stringify(value)])),
    ...options,
  });
  return outputFiles[0].contents;
}

function writeTypes(outDir) {
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = join(dirname(manifest), 'bin', 'tsc');
  const args = [tsc, '-p', join(here, 'tsconfig.json'), '--outDir', outDir];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`tsc ended with ${code}`))));
  });
}

/** Names every file by its content, so that it can be cached for good; the script has a stable name too. */
async function writeHosted({ glue, wasm, hostedDir, version }) {
  const core = { js: `core.${hash(glue)}.js`, wasm: `core.${hash(wasm)}.wasm`, integrity: integrity(wasm) };
  const script = await bundleScript(version, core);
  const hosted = [
    ['edgeprint-collector.js', JS, script, false],
    [`edgeprint-collector.${hash(script)}.js`, JS, script, true],
    [core.js, JS, glue, true],
    [core.wasm, WASM, wasm, true],
  ];
  const files = {};
  for (const [name, type, content, immutable] of hosted) {
    const squeezed = await brotli(content, type === WASM);
    await Promise.all([writeFile(join(hostedDir, name), content), writeFile(join(hostedDir, `${name}.br`), squeezed)]);
    const sizes = { bytes: content.length, brotli: squeezed.length };
    files[name] = { type, ...sizes, integrity: integrity(content), immutable };
  }
  const manifest = { version, files };
  await writeFile(join(hostedDir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await removeOthers(hostedDir, Object.keys(files));
  return manifest;
}

/** Last, so that a server which is running meanwhile never misses a file. */
async function removeOthers(hostedDir, names) {
  const kept = new Set(['manifest.json', ...names, ...names.map((name) => `${name}.br`)]);
  const stale = (await readdir(hostedDir)).filter((name) => !kept.has(name));
  await Promise.all(stale.map((name) => rm(join(hostedDir, name), { recursive: true })));
}

const hash = (content) => createHash('sha256').update(content).digest('hex').slice(0, 16);
const integrity = (content) => `sha384-${createHash('sha384').update(content).digest('base64')}`;

const brotli = (content, isBinary) =>
  compress(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      [constants.BROTLI_PARAM_MODE]: isBinary ? constants.BROTLI_MODE_GENERIC : constants.BROTLI_MODE_TEXT,
    },
  });
