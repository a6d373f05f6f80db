// From sources to what is served: one function per artefact.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cargoTarget, inRepo, work } from './paths.mjs';
import { buildPlainCollector } from './plain-collector.mjs';
import { Refusal, step } from './progress.mjs';
import { withoutPaths } from './remap.mjs';
import { run } from './run.mjs';
import { shortenNames, slimGlue, withoutUnusedExports } from './slim-glue.mjs';
import { whenStale } from './stamps.mjs';
import { writeNotices } from './third-party.mjs';

const WASM = 'wasm32-unknown-unknown';

// What rustc 1.95 emits for the target; wasm-opt assumes less and would refuse the module.
const FEATURES = [
  '--enable-bulk-memory',
  '--enable-bulk-memory-opt',
  '--enable-call-indirect-overlong',
  '--enable-multivalue',
  '--enable-mutable-globals',
  '--enable-nontrapping-float-to-int',
  '--enable-reference-types',
  '--enable-sign-ext',
];

const STRIP = ['--strip-debug', '--strip-producers', '--strip-target-features'];

/**
 * What a collector's bytes are spent on is measured in docs/decisions/0005-small-wasm.md. Rust's stack lies at the
 * bottom of the memory, so nothing is at small addresses. A second round finds what the first one uncovered.
 */
const SMALLEST = ['--low-memory-unused', '--flatten', '--rereloop', '-Oz', '-Oz', '--reorder-functions-by-name'];

/** SHA-256 in a loop instead of unrolled: 7 kB less, and microseconds more for the few kB that are hashed. */
const SMALL_SHA2 = ['--cfg', 'sha2_backend_soft="compact"'];

/** A Worker built for trying things out: a minute instead of five, several times larger, slower. Never to be measured. */
const QUICK = process.env.EDGEPRINT_QUICK === '1';

/** What cargo's profile of the Worker becomes then. */
const QUICK_PROFILE = {
  CARGO_PROFILE_EDGE_LTO: 'off',
  CARGO_PROFILE_EDGE_OPT_LEVEL: '1',
  CARGO_PROFILE_EDGE_CODEGEN_UNITS: '16',
  CARGO_PROFILE_EDGE_INCREMENTAL: 'true',
};

const BINDGEN = join(cargoTarget, 'tool', `edgeprint-bindgen${process.platform === 'win32' ? '.exe' : ''}`);

/** Where the collector's glue and wasm lie once they are built, and the same collector without WebAssembly. */
export const collectorCore = {
  js: join(work, 'collector', 'core.js'),
  wasm: join(work, 'collector', 'core_bg.wasm'),
  fallback: join(work, 'collector', 'fallback.js'),
};

/** The collector's wasm-bindgen output. */
const collectorGlue = join(work, 'collector', 'glue');

/** The Worker as it is deployed. */
export const edgeBuild = inRepo('edge-worker', 'build');

/** Builds everything that is stale. The Rust builds go side by side: each ends in a long single-threaded link. */
export async function buildAll() {
  const tool = compileTool();
  const edge = compileWasm('the edge worker', 'edge', 'edgeprint-edge', [], QUICK ? QUICK_PROFILE : {});
  await allOf([buildPackage(tool), allOf([tool, edge]).then(buildEdge), buildPages()]);
}

/** Builds the npm package, and nothing of the edge. */
export async function buildPackage(tool = compileTool()) {
  const collector = compileWasm('the collector', 'collector', 'edgeprint-collector', SMALL_SHA2);
  await allOf([tool, collector]);
  await allOf([buildCollector(), buildFallback(), writeNotices()]);
  await buildClient();
}

const compileTool = () => compile('the wasm-bindgen tool', ['build', '--profile', 'tool', '-p', 'edgeprint-bindgen']);

/** Waits for all to settle, so that a failure does not leave the others running on unseen. */
async function allOf(promises) {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

/** As a cdylib alone, whatever else the crate can be: cargo does no link-time optimisation for one that is also an rlib. */
async function compileWasm(what, profile, crate, flags, env = {}) {
  const args = ['rustc', '--profile', profile, '--target', WASM, '-p', crate, '--lib', '--crate-type', 'cdylib'];
  await compile(what, args, { ...(await withoutPaths(flags)), ...env });
}

/** Cargo knows best what is stale, and takes a fraction of a second to say so. */
function compile(what, [command, ...args], env = {}) {
  return step(`compiling ${what}`, async (report) => {
    let crates = 0;
    // A checkout that builds only as its lock file says is what CI is there to prove.
    const locked = process.env.CI ? ['--locked'] : [];
    await run('cargo', [command, ...locked, ...args], {
      env,
      onLine(line) {
        if (!line.startsWith('Compiling')) return;
        crates += 1;
        report(`crate ${crates}: ${line.split(/\s+/)[1]}`);
      },
    });
  });
}

/** The collector as cargo makes it. */
const compiledCollector = join(cargoTarget, WASM, 'collector', 'edgeprint_collector.wasm');

async function buildCollector() {
  const input = compiledCollector;
  await mkdir(collectorGlue, { recursive: true });
  const stale = {
    inputs: [input, BINDGEN, inRepo('tools', 'lib', 'build.mjs'), inRepo('tools', 'lib', 'slim-glue.mjs')],
    outputs: [collectorCore.js, collectorCore.wasm],
  };
  await whenStale('collector', stale, () =>
    step('shrinking the collector', async () => {
      await run(BINDGEN, ['web', input, collectorGlue, '--name', 'core']);
      await slimCollector();
    }),
  );
}

/** Optimises the module and its glue, together: see slim-glue.mjs. */
async function slimCollector() {
  const [js, module] = ['core.js', 'core_bg.wasm'].map((name) => join(collectorGlue, name));
  const glue = slimGlue(await readFile(js, 'utf8'));
  await writeFile(module, withoutUnusedExports(await readFile(module), glue));
  await optimise(module, collectorCore.wasm, [...SMALLEST, ...STRIP]);
  const slim = shortenNames(glue, await readFile(collectorCore.wasm));
  const { transform } = await import('esbuild');
  const options = { format: 'esm', target: 'es2020', minify: true, legalComments: 'none' };
  await writeFile(collectorCore.wasm, slim.wasm);
  await writeFile(collectorCore.js, (await transform(slim.glue, options)).code);
}

async function buildFallback() {
  const folder = join(work, 'collector', 'plain');
  await mkdir(folder, { recursive: true });
  const sources = ['build.mjs', 'plain-collector.mjs'].map((name) => inRepo('tools', 'lib', name));
  const stale = { inputs: [compiledCollector, BINDGEN, ...sources], outputs: [collectorCore.fallback] };
  await whenStale('fallback', stale, () =>
    step('making the collector without WebAssembly', () =>
      buildPlainCollector({
        bindgen: BINDGEN,
        input: compiledCollector,
        folder,
        output: collectorCore.fallback,
        features: FEATURES,
        // The other passes of SMALLEST take long and make less than 2 % of difference to JavaScript.
        optimise: ['--low-memory-unused', '-Oz', ...STRIP],
      }),
    ),
  );
}

/** The collector as it is shipped, but with function names: what `npm run size` looks into. */
export async function buildNamedCollector() {
  const named = join(work, 'collector', 'named.wasm');
  await optimise(join(collectorGlue, 'core_bg.wasm'), named, [...SMALLEST, '--debuginfo']);
  return named;
}

async function buildClient() {
  const { version } = JSON.parse(await readFile(inRepo('npm', 'package.json'), 'utf8'));
  const outDir = inRepo('npm', 'dist');
  const hostedDir = inRepo('edge-worker', 'assets', 'collector');
  const stale = {
    inputs: [
      ...Object.values(collectorCore),
      inRepo('npm', 'src'),
      inRepo('npm', 'build.mjs'),
      inRepo('npm', 'tsconfig.json'),
      inRepo('npm', 'package.json'),
    ],
    outputs: [join(outDir, 'index.js'), join(outDir, 'core_bg.wasm'), join(hostedDir, 'manifest.json')],
  };
  await whenStale('client', stale, () =>
    step('bundling the client', async () => {
      const { buildNpm } = await import('../../npm/build.mjs');
      await buildNpm({ core: collectorCore, outDir, hostedDir, version });
    }),
  );
}

/** The operator's pages. */
async function buildPages() {
  const folder = inRepo('backoffice');
  const outDir = inRepo('edge-worker', 'assets', 'backoffice');
  const inputs = ['src', 'build.mjs', 'package.json'].map((name) => join(folder, name));
  await whenStale('backoffice', { inputs, outputs: [join(outDir, 'index.html')] }, () =>
    step('bundling the Backoffice', async () => {
      const { buildBackoffice } = await import('../../backoffice/build.mjs');
      await buildBackoffice({ outDir });
    }),
  );
}

async function buildEdge() {
  const input = join(cargoTarget, WASM, 'edge', 'edgeprint_edge.wasm');
  const entry = inRepo('edge-worker', 'entry.js');
  const glue = join(edgeBuild, 'bindgen');
  const outputs = [join(edgeBuild, 'index.js'), join(edgeBuild, 'index_bg.wasm')];
  const stale = {
    inputs: [input, entry, BINDGEN, inRepo('tools', 'lib', 'build.mjs')],
    outputs,
    salt: `quick: ${QUICK}`,
  };
  await whenStale('edge', stale, () =>
    step('bundling the edge worker', async () => {
      await rm(glue, { recursive: true, force: true });
      await mkdir(glue, { recursive: true });
      await run(BINDGEN, ['worker', input, glue]);
      // A Worker is compiled at every cold start, so its size counts as its speed does.
      const made = join(glue, 'index_bg.wasm');
      if (QUICK) await copyFile(made, outputs[1]);
      // By name, functions that were made of the same generic one lie side by side, where gzip sees that they are alike.
      else
        await optimise(made, outputs[1], [
          '-Oz',
          '--enable-exception-handling',
          '--reorder-functions-by-name',
          ...STRIP,
        ]);
      await bundleWorker(entry, outputs[0]);
    }),
  );
}

async function optimise(from, to, flags) {
  await run('wasm-opt', [...flags, ...FEATURES, from, '-o', to]);
}

/** The glue imports `./index_bg.wasm`; left external, that names the optimised file beside the bundle. */
async function bundleWorker(entry, outfile) {
  const { build } = await import('esbuild');
  const { errors } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    external: ['./index_bg.wasm', 'cloudflare:*'],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
  });
  if (errors.length) throw new Refusal(`esbuild could not bundle ${entry}.`);
}
