// The published tarball in a project of its own, built by each bundler without plugins of ours, and run in a real
// browser against the real Worker.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import { build as vite } from 'vite';
import webpack from 'webpack';
import { POLL, patient, startStage } from '../lib/client-page.mjs';
import { packPackage } from '../lib/package.mjs';
import { assertAssessed } from '../lib/result.mjs';

let stage;
let packed;
before(async () => {
  packed = packPackage();
  stage = await startStage('chromium');
});
after(async () => {
  await stage?.close();
  packed?.close();
});

const CHECK = (imports = '', options = '') => `
  import { createClient } from 'edgeprint';
  ${imports}
  globalThis.outcome = createClient({ ...globalThis.given, ${options} }).checkOnce();`;

const REACT = `
  import { createElement as h, StrictMode } from 'react';
  import { hydrateRoot } from 'react-dom/client';
  import { EdgeprintProvider, useEdgeprint } from 'edgeprint/react';
  let tell;
  globalThis.outcome = new Promise((resolve) => (tell = resolve));
  function Device() {
    const { result } = useEdgeprint();
    if (result) tell(result);
    return h('p', null, result ? result.fingerprintId : 'Checking …');
  }
  export const App = () => h(StrictMode, null, h(EdgeprintProvider, { options: globalThis.given }, h(Device)));
  if (typeof document !== 'undefined') hydrateRoot(document.getElementById('app'), h(App));`;

const VUE = `
  import { createApp, h, watch } from 'vue';
  import { useEdgeprint } from 'edgeprint/vue';
  globalThis.outcome = new Promise((resolve) => {
    createApp({
      setup() {
        const { result } = useEdgeprint(globalThis.given);
        watch(result, resolve);
        return () => h('p', result.value ? result.value.fingerprintId : 'Checking …');
      },
    }).mount('#app');
  });`;

const STORE = `
  import { edgeprint } from 'edgeprint/svelte';
  const device = edgeprint(globalThis.given);
  globalThis.outcome = new Promise((resolve) => device.subscribe(({ result }) => result && resolve(result)));`;

/** A project with this entry and the packages that it names. */
function project(code, modules) {
  const root = packed.project(modules);
  writeFileSync(join(root, 'main.js'), code);
  writeFileSync(join(root, 'index.html'), '<div id="app"></div><script type="module" src="/main.js"></script>');
  writeFileSync(join(root, 'package.json'), '{"type":"module","private":true}');
  return root;
}

let mounts = 0;
/** Runs what was built, in the page of another origin than the edge; gives the result and what the site was asked for. */
async function run(folder, { script = 'main.js', html, rendered = '' } = {}) {
  const { siteKey } = await stage.edge.site();
  mounts += 1;
  const base = `/built-${mounts}/`;
  stage.site.mount(base, folder);
  stage.site.requests.length = 0;
  const given = JSON.stringify(patient({ siteKey, endpoint: stage.proxy.url }));
  const tags = (html ?? `<script type="module" src="${base}${script}"></script>`).replaceAll('BASE/', base);
  const page = await stage.open(
    `<base href="${base}"><div id="app">${rendered}</div><script>globalThis.given = ${given}</script>${tags}`,
  );
  await page.waitForFunction(() => globalThis.outcome, POLL);
  const result = assertAssessed(await page.evaluate(() => globalThis.outcome));
  assert.deepEqual(page.noise, []);
  const text = await page.evaluate(() => document.getElementById('app').textContent);
  await page.done();
  const paths = stage.site.requests.map(({ path }) => path.replace(base, ''));
  return { result, text, paths, wasm: paths.filter((path) => path.endsWith('.wasm')) };
}

const quietly = { logLevel: 'silent', configFile: false };

describe('Vite', () => {
  test('builds a page with nothing set up', async () => {
    const root = project(CHECK());
    await vite({ ...quietly, root, base: './' });
    const html = readFileSync(join(root, 'dist/index.html'), 'utf8').replaceAll('./', 'BASE/');
    const { wasm } = await run(join(root, 'dist'), { html });
    assert.equal(wasm.length, 1);
  });

  test('builds a page that takes every asset into its scripts, the WebAssembly too', async () => {
    const root = project(CHECK());
    await vite({ ...quietly, root, base: './', build: { assetsInlineLimit: 1_000_000 } });
    const html = readFileSync(join(root, 'dist/index.html'), 'utf8').replaceAll('./', 'BASE/');
    const { wasm } = await run(join(root, 'dist'), { html });
    assert.deepEqual(wasm, []);
  });

  test('renders React on a server, and takes it over in strict mode with one submission', async () => {
    const root = project(REACT, ['react', 'react-dom', 'scheduler']);
    writeFileSync(
      join(root, 'server.js'),
      `
      import { createElement } from 'react';
      import { renderToString } from 'react-dom/server';
      import { App } from './main.js';
      export const html = () => renderToString(createElement(App));`,
    );
    const ssr = { ssr: 'server.js', outDir: 'server', rollupOptions: { output: { entryFileNames: 'server.js' } } };
    await vite({ ...quietly, root, build: ssr, ssr: { noExternal: true } });
    const { html: render } = await import(pathToFileURL(join(root, 'server/server.js')).href);
    const rendered = render();
    assert.equal(rendered, '<p>Checking …</p>');

    await vite({ ...quietly, root, base: './' });
    const html = readFileSync(join(root, 'dist/index.html'), 'utf8').replaceAll('./', 'BASE/');
    stage.proxy.taken();
    const { text, result } = await run(join(root, 'dist'), { html, rendered });
    assert.equal(text, result.fingerprintId);
    assert.deepEqual(
      stage.proxy.taken().filter((request) => request.includes('POST')),
      ['POST /v1/token', 'POST /v1/collect'],
    );
  });
});

test('webpack builds a page, with Vue, and nothing set up', async () => {
  const root = project(VUE, ['vue', '@vue']);
  await new Promise((resolve, reject) => {
    const config = {
      mode: 'production',
      context: root,
      entry: './main.js',
      performance: false,
      output: { path: join(root, 'dist') },
    };
    webpack(config, (error, stats) => {
      if (error || stats.hasErrors() || stats.hasWarnings()) reject(error ?? new Error(stats.toString()));
      else resolve();
    });
  });
  const { wasm, text, result } = await run(join(root, 'dist'));
  assert.equal(wasm.length, 1);
  assert.equal(text, result.fingerprintId);
});

describe('esbuild', () => {
  const options = (root) => ({
    entryPoints: [join(root, 'main.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    splitting: true,
    outdir: join(root, 'dist'),
    logLevel: 'silent',
  });

  test('builds a page that hosts the WebAssembly itself', async () => {
    const root = project(CHECK('', "wasmUrl: 'collector.wasm'"));
    await esbuild.build(options(root));
    copyFileSync(join(root, 'node_modules/edgeprint/dist/core_bg.wasm'), join(root, 'dist/collector.wasm'));
    const { wasm } = await run(join(root, 'dist'));
    assert.deepEqual(wasm, ['collector.wasm']);
  });

  test('builds a page that has the WebAssembly inline', async () => {
    const root = project(CHECK("import { wasmUrl } from 'edgeprint/inline';", 'wasmUrl'));
    await esbuild.build(options(root));
    const { wasm } = await run(join(root, 'dist'));
    assert.deepEqual(wasm, []);
  });

  test('leaves out what is not used', async () => {
    const root = project("import { version } from 'edgeprint'; console.log(version);");
    const { outputFiles } = await esbuild.build({ ...options(root), splitting: false, write: false });
    assert.ok(outputFiles[0].contents.length < 500, `${outputFiles[0].contents.length} bytes for a version`);
  });
});

test('Rollup builds a page that has the WebAssembly inline, with a store', async () => {
  const code = STORE.replace('edgeprint(globalThis.given)', 'edgeprint({ ...globalThis.given, wasmUrl })');
  const root = project(`import { wasmUrl } from 'edgeprint/inline';${code}`);
  mkdirSync(join(root, 'dist'));
  const bundle = await rollup({ input: join(root, 'main.js'), plugins: [nodeResolve({ browser: true })] });
  await bundle.write({ dir: join(root, 'dist'), format: 'es' });
  await bundle.close();
  const { wasm } = await run(join(root, 'dist'));
  assert.deepEqual(wasm, []);
});
