// What is published: the files of the tarball, its entry points, and what they do where there is no page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packPackage } from '../lib/package.mjs';

let packed;
let manifest;
before(() => {
  packed = packPackage();
  manifest = JSON.parse(packed.files.get('package.json'));
});
after(() => packed.close());

describe('the tarball', () => {
  test('has what is needed, and nothing else', () => {
    const names = [...packed.files.keys()];
    const others = names.filter((name) => !/^dist\/[\w/-]+\.(d\.ts|js|wasm)$/.test(name));
    const told = ['LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'dist/THIRD-PARTY.txt', 'package.json'];
    assert.deepEqual(others.sort(), told);
    for (const name of ['core.js', 'core_bg.wasm', 'fallback.js', 'submit.js', 'edgeprint-collector.js']) {
      assert.ok(packed.files.has(`dist/${name}`), name);
    }
  });

  test('installs nothing else, and runs nothing', () => {
    assert.equal(manifest.dependencies, undefined);
    assert.equal(manifest.optionalDependencies, undefined);
    for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) assert.ok(!manifest.scripts[name], name);
    for (const name of Object.keys(manifest.peerDependencies)) {
      assert.equal(manifest.peerDependenciesMeta[name].optional, true, `${name} is not optional`);
    }
  });

  test('has a README whose links lead somewhere from a registry’s page', () => {
    const readme = packed.files.get('README.md').toString();
    const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to);
    assert.deepEqual(
      links.filter((to) => !/^(https:|#)/.test(to)),
      [],
    );
  });

  test('pleases publint', async () => {
    const { messages } = await publint({ pkgDir: packed.folder, strict: true, pack: false });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, manifest)),
      [],
    );
  });

  test('has types that all kinds of resolution find', async () => {
    const { problems } = await checkPackage(createPackageFromTarballData(packed.tarball), {
      // The script-tag build has nothing to import; the others are what the core is made of.
      excludeEntrypoints: ['./core.js', './core_bg.wasm', './fallback.js'],
    });
    // Modules only, as all of today's bundlers and servers take them; `node10` knew no entry points.
    const accepted = ['CJSResolvesToESM'];
    const others = problems.filter(
      ({ kind, resolutionKind }) => !accepted.includes(kind) && resolutionKind !== 'node10',
    );
    assert.deepEqual(others, []);
  });
});

test('npm installs it in an empty folder, without asking anybody', () => {
  const root = packed.project();
  rmSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(join(root, 'edgeprint.tgz'), packed.tarball);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['install', './edgeprint.tgz', '--offline'], { cwd: root, stdio: 'pipe' });
  const code = `console.log(typeof (await import('edgeprint')).createClient)`;
  assert.equal(ran(root, code), 'function');
});

describe('without a page', () => {
  test('every module can be imported, and does nothing', () => {
    const root = packed.project(['react', 'vue', '@vue']);
    const names = Object.keys(manifest.exports).filter((name) => !/core|fallback|package|script|worker/.test(name));
    assert.deepEqual(names, ['.', './react', './vue', './svelte', './watch', './server', './inline']);
    const code = `
      globalThis.fetch = () => { throw new Error('it asked something'); };
      for (const name of ${JSON.stringify(names)}) await import('edgeprint' + name.slice(1));
      await import('edgeprint/script');
      console.log(Object.keys(globalThis.EdgeprintCollector).join());`;
    assert.equal(ran(root, code), 'createClient,version');
  });

  test('React, Vue and a store render, and check nothing', () => {
    const root = packed.project(['react', 'react-dom', 'vue', '@vue', 'scheduler']);
    const code = `
      import { createElement as h } from 'react';
      import { renderToString } from 'react-dom/server';
      import { createSSRApp, h as node } from 'vue';
      import { renderToString as renderVue } from 'vue/server-renderer';
      import { EdgeprintProvider, useEdgeprint } from 'edgeprint/react';
      import { useEdgeprint as useInVue } from 'edgeprint/vue';
      import { edgeprint } from 'edgeprint/svelte';
      globalThis.fetch = () => { throw new Error('it asked something'); };
      const options = { siteKey: 'pk_x', endpoint: 'https://id.example.com' };
      const told = ({ result, checking }) => JSON.stringify([result, checking]);
      const Device = () => told(useEdgeprint());
      console.log(renderToString(h(EdgeprintProvider, { options }, h(Device))));
      console.log(await renderVue(createSSRApp({
        setup() {
          const { result, checking } = useInVue(options);
          return () => node('p', told({ result: result.value, checking: checking.value }));
        },
      })));
      edgeprint(options).subscribe((state) => console.log(told(state)));
      await new Promise((resolve) => setTimeout(resolve, 10));`;
    assert.equal(ran(root, code), '[null,false]\n<p>[null,false]</p>\n[null,false]');
  });
});

/** What a module prints, in a project of its own. */
function ran(root, code) {
  const file = join(root, 'run.mjs');
  writeFileSync(file, code);
  return execFileSync(process.execPath, [file], { cwd: root, encoding: 'utf8' }).trim();
}
