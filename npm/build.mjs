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
 * @param {{js: string, wasm: string, fallback?: string}} options.core paths of the minified glue, of the optimised wasm
 *   and, where there is one, of the same collector in plain JavaScript: an ES module with the glue's exports
 * @param {string} options.outDir where the package's files go (npm/dist)
 * @param {string} options.hostedDir where the files that the edge serves go; what else is there is removed
 * @param {string} options.version the version that the collector names itself by
 * @returns {Promise<{version: string, files: Record<string, object>}>} the manifest of the hosted files
 */
export async function buildNpm({ core, outDir, hostedDir, version }) {
  await Promise.all([mkdir(outDir, { recursive: true }), mkdir(hostedDir, { recursive: true })]);
  const parts = { ...(await readParts(core)), worker: await bundleWorker(), submitter: await bundleSubmitter(version) };
  await Promise.all([
    ...Object.entries(parts).map(([name, content]) => writeFile(join(outDir, PACKAGED[name]), content)),
    parts.fallback ? undefined : rm(join(outDir, PACKAGED.fallback), { force: true }),
    copyFile(join(here, 'src/core.d.ts'), join(outDir, 'core.d.ts')),
    copyFile(join(here, 'src/fallback.d.ts'), join(outDir, 'fallback.d.ts')),
    copyFile(join(here, 'src/inline.d.ts'), join(outDir, 'inline.d.ts')),
    bundleModule(version, !!parts.fallback).then((code) => writeFile(join(outDir, 'index.js'), code)),
    bundleScript(
      version,
      named(parts, (name) => PACKAGED[name]),
    ).then((code) => writeFile(join(outDir, 'edgeprint-collector.js'), code)),
    ...Object.keys(ENTRIES).map(async (name) =>
      writeFile(join(outDir, `${name}.js`), await bundleEntry(name, version)),
    ),
    writeFile(join(outDir, 'inline.js'), inlined(parts.wasm)),
    writeTypes(outDir),
  ]);
  return writeHosted({ parts, hostedDir, version });
}

/** The files that are loaded when they are needed, as they lie in the package. */
const PACKAGED = {
  js: 'core.js',
  wasm: 'core_bg.wasm',
  fallback: 'fallback.js',
  submitter: 'submit.js',
  worker: 'worker.js',
};

/** The contents of the collector's files that there are. */
async function readParts({ js, wasm, fallback }) {
  const parts = { js: await readFile(js), wasm: await readFile(wasm) };
  return fallback ? { ...parts, fallback: await readFile(fallback) } : parts;
}

/** What the script has to know of the other files. */
function named(parts, nameOf) {
  const names = Object.fromEntries(Object.keys(parts).map((name) => [name, nameOf(name)]));
  return { ...names, integrity: integrity(parts.wasm) };
}

/** The package's module. Not minified: bundlers do that, and people should be able to read it. */
export function bundleModule(version, hasFallback = false) {
  const defines = {
    EDGEPRINT_VERSION: version,
    EDGEPRINT_FALLBACK: hasFallback ? PACKAGED.fallback : '',
    EDGEPRINT_WORKER: `./${PACKAGED.worker}`,
    EDGEPRINT_BUNDLED: true,
  };
  // An import that stays in the code has to be there: bundlers look for it.
  const external = ['./core.js', './fallback.js'];
  return bundle('src/index.ts', defines, { format: 'esm', external, minifySyntax: !hasFallback });
}

/** What pages of the script tag import where they want it. */
const bundleWatch = (version) =>
  bundle('src/watch.ts', { EDGEPRINT_VERSION: version }, { format: 'esm', minify: true });

/** The package's other modules, by name: what they are made of, and what precedes it. */
const ENTRIES = {
  server: { entry: 'src/server/index.ts' },
  // React's server components have to be told where the browser's part begins.
  react: { entry: 'src/react.ts', banner: { js: "'use client';" } },
  vue: { entry: 'src/vue.ts' },
  svelte: { entry: 'src/svelte.ts' },
  watch: { entry: 'src/watch.ts' },
};

/** One of them. They share one client, so that stays an import. */
export function bundleEntry(name, version) {
  const { entry, ...options } = ENTRIES[name];
  return bundle(
    entry,
    { EDGEPRINT_VERSION: version },
    { format: 'esm', external: ['./index.js', 'react', 'vue'], ...options },
  );
}

/** The WebAssembly as an address that needs no file: for bundlers that copy none. */
const inlined = (wasm) =>
  `/** The collector's WebAssembly itself, as a data: URL. */\nexport const wasmUrl = 'data:application/wasm;base64,${wasm.toString('base64')}';\n`;

/** The script-tag build, bound to the names of the other files beside it. */
export function bundleScript(version, files) {
  const names = {
    EDGEPRINT_VERSION: version,
    EDGEPRINT_SUBMITTER: files.submitter,
    EDGEPRINT_CORE: files.js,
    EDGEPRINT_WASM: files.wasm,
    EDGEPRINT_WASM_INTEGRITY: files.integrity,
    EDGEPRINT_FALLBACK: files.fallback ?? '',
  };
  // On a page that broke what it begins with, it is as if it were blocked: nothing is there, and no error is the page's.
  const around = { banner: { js: 'try{' }, footer: { js: '}catch{}' } };
  // In there "use strict" would be an expression like any other.
  const tsconfigRaw = { compilerOptions: { alwaysStrict: false } };
  return bundle('src/script.ts', names, { format: 'iife', minify: true, tsconfigRaw, ...around });
}

/** What the script-tag build loads when it has to submit; `worker` is the name of the worker's script beside it. */
export function bundleSubmitter(version, worker = PACKAGED.worker) {
  const defines = { EDGEPRINT_VERSION: version, EDGEPRINT_WORKER: `./${worker}`, EDGEPRINT_BUNDLED: false };
  return bundle('src/submitter.ts', defines, { format: 'esm', minify: true });
}

/** What runs in a worker: a classic script, which all browsers with workers take. */
const bundleWorker = () => bundle('src/worker.ts', {}, { format: 'iife', minify: true });

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

/** The same as the edge serves them, with their content's hash. */
const HOSTED = {
  js: 'core.*.js',
  wasm: 'core.*.wasm',
  fallback: 'core-fallback.*.js',
  submitter: 'submit.*.js',
  worker: 'worker.*.js',
  watch: 'watch.*.js',
};

/** Names every file by its content, so that it can be cached for good. Each has a stable name too. */
async function writeHosted({ parts: packaged, hostedDir, version }) {
  const worker = HOSTED.worker.replace('*', hash(packaged.worker));
  const watch = await bundleWatch(version);
  const parts = { ...packaged, submitter: await bundleSubmitter(version, worker), watch };
  const nameOf = (part) => HOSTED[part].replace('*', hash(parts[part]));
  const script = await bundleScript(version, named(parts, nameOf));
  const hosted = [
    ['edgeprint-collector.js', JS, script, false],
    [`edgeprint-collector.${hash(script)}.js`, JS, script, true],
    ...Object.entries(parts).flatMap(([part, content]) => {
      const type = part === 'wasm' ? WASM : JS;
      return [
        [nameOf(part), type, content, true],
        // For a script of an earlier release, which browsers keep for minutes and open pages for longer.
        [HOSTED[part].replace('*.', ''), type, content, false],
      ];
    }),
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
