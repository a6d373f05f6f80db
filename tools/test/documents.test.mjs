// What the documents show has to be so: links lead somewhere, examples agree with what is generated from the code.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
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

test('docs/concepts/threat-model.md names for every attack what shows that it is stopped, and it is there', async () => {
  const rows = (await text('docs/concepts/threat-model.md'))
    .split('\n')
    .filter((line) => /^\| (?!Attack|-)/.test(line));
  assert.ok(rows.length > 35, `${rows.length}`);
  for (const row of rows) {
    const cells = row.split(' | ');
    assert.equal(cells.length, 3, row);
    const named = [...cells[2].matchAll(/`([\w./-]+)`/g)].map(([, path]) => path).filter((path) => path !== 'audit');
    assert.ok(named.length > 0 || /CI's `audit`/.test(cells[2]), row);
    for (const path of named) assert.ok(existsSync(inRepo(path)), path);
  }
});

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

/** The members of interfaces in a library's declarations; those within them too. */
function declared(file, ...interfaces) {
  const text = readFileSync(inRepo('node_modules', file), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
  return interfaces.flatMap((name) => {
    const [, body] = new RegExp(`^interface ${name} \\{\\n(.*?)^\\}`, 'ms').exec(text) ?? [];
    assert.ok(body, `${file} has no ${name}`);
    return [...body.matchAll(/^ +(\w+)\??:/gm)].map(([, member]) => member);
  });
}

test('the guide for those who come from another library names each of its options and fields', async () => {
  const guide = await text('docs/guides/migrating.md');
  const section = (name) => guide.slice(guide.indexOf(`## From ${name}`)).split(/^## /m)[1];
  const theirs = {
    FingerprintJS: declared('@fingerprintjs/fingerprintjs/dist/fp.d.ts', 'LoadOptions', 'GetResult', 'Confidence'),
    ThumbmarkJS: declared(
      '@thumbmarkjs/thumbmarkjs/dist/thumbmark.esm.d.ts',
      ...['OptionsAfterDefaults', 'ThumbmarkResponse', 'ThumbmarkError', 'infoInterface'],
    ),
  };
  // What lies within a field that is named: the parts of an address and of a country, the message of an error.
  const within = ['ip_identifier', 'autonomous_system_number', 'ip_version', 'iso_code', 'name', 'continent', 'code'];
  const parts = [...within, 'message', 'component', 'id'];
  for (const [library, names] of Object.entries(theirs)) {
    const unnamed = names.filter(
      (name) => !parts.includes(name) && !new RegExp(`\\b${name}\\b`).test(section(library)),
    );
    assert.deepEqual(unnamed, [], library);
  }
});
