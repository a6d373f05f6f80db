// What the documents show has to be so: links lead somewhere, examples agree with what is generated from the code.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { inRepo, root } from '../lib/paths.mjs';

const text = (...path) => readFile(inRepo(...path), 'utf8');
const below = async (folder) => (await readdir(inRepo(folder), { recursive: true })).map((path) => join(folder, path));
const folders = await readdir(root);
const candidates = [
  ...folders,
  ...folders.map((folder) => join(folder, 'README.md')),
  ...(await below('docs')),
  ...(await readdir(inRepo('examples'))).map((example) => join('examples', example, 'README.md')),
];
const documents = [...new Set(candidates)].filter((path) => path.endsWith('.md') && existsSync(inRepo(path)));

for (const document of documents) {
  test(`${document}: every link to a file leads to one`, async () => {
    const links = [...(await text(document)).matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, to]) => to);
    const broken = links.filter((to) => !existsSync(resolve(inRepo(dirname(document)), to)));
    assert.deepEqual(broken, []);
  });
}

for (const document of documents) {
  test(`${document}: every test that it names is there`, async () => {
    const named = [...(await text(document)).matchAll(/`(tests\/[\w./-]+\.mjs)`/g)].map(([, path]) => path);
    assert.deepEqual(
      named.filter((path) => !existsSync(inRepo(path))),
      [],
    );
  });
}

test('docs/README.md and the list of decisions name every document', async () => {
  const index = (await text('docs/README.md')) + (await text('docs/decisions/README.md'));
  const unnamed = documents
    .filter((document) => /^docs\/\w+\/(?!README)/.test(document))
    .filter((document) => !index.includes(`(${document.replace(/^docs\/(decisions\/)?/, '')})`));
  assert.deepEqual(unnamed, []);
});

/** The members of a type in the generated vocabulary. */
async function membersOf(type) {
  const [, body] = new RegExp(`export type ${type} = \\{\\n([^}]*)\\}`).exec(
    await text('npm/src/generated/vocabulary.ts'),
  );
  return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name).sort();
}

test('the device in the backend guide is one that the edge could answer with', async () => {
  const [, json] = /```json\n(.*?)```/s.exec(await text('docs/guides/backend-integration.md'));
  const { device } = JSON.parse(json);
  assert.deepEqual(Object.keys(device).sort(), await membersOf('Device'));
  assert.deepEqual(Object.keys(device.network).sort(), await membersOf('Network'));
  for (const reason of device.reasons) assert.deepEqual(Object.keys(reason).sort(), await membersOf('FlagReason'));
  assert.deepEqual(
    device.flags,
    device.reasons.map(({ flag }) => flag),
  );

  const flags = await text('docs/reference/flags.md');
  for (const { flag, category, weight } of device.reasons) {
    const before = flags.slice(0, flags.indexOf(`### \`${flag}\``));
    assert.equal(before.match(/^## (.*)$/gm)?.at(-1), `## ${category[0].toUpperCase()}${category.slice(1)}`, flag);
    assert.match(flags.slice(before.length), new RegExp(`^### .*\n[^#]*- Weight: ${weight}\n`), flag);
  }
  const doubt = device.reasons.reduce((product, { weight }) => product * (1 - weight / 100), 1);
  assert.equal(device.score, Math.round((1 - doubt) * 100));
  const levels = [...flags.matchAll(/^\| (\d+)–(\d+) \| (\w+) \| ([\d.]+) \|$/gm)];
  const [, , , level, confidence] = levels.find(([, from, to]) => device.score >= from && device.score <= to);
  assert.deepEqual([device.riskLevel, device.confidence], [level, Number(confidence)]);
});

test('the presets in the guide leave out what the client leaves out', async () => {
  const entry = inRepo('npm', 'src', 'stabilize.ts');
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm' });
  const { REDUCED, UNSTABLE } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  const guide = await text('docs/guides/client-options.md');
  const names = (part) => [...part.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  for (const [preset, signals] of Object.entries(UNSTABLE)) {
    const row = guide.split('\n').find((line) => line.startsWith(`| \`${preset}\``));
    assert.deepEqual(names(row.split('|')[3]), signals, preset);
  }
  const [, reduced] = /marks of automation: (.*?);/s.exec(guide);
  assert.deepEqual(names(reduced), REDUCED);
});
