// Every command that the documents say to type is one: npm scripts, programs of the workspaces, crates, files, and what
// wrangler understands. Blocks that ask the edge are run instead, by tests/edge/documents.test.mjs.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { blocksOf, documents, textOf, where } from '../../tests/lib/documents.mjs';
import { inRepo } from '../lib/paths.mjs';

const folders = [
  '.',
  'npm',
  'backoffice',
  'tests',
  ...readdirSync(inRepo('examples')).map((name) => `examples/${name}`),
];
const manifests = folders
  .filter((folder) => existsSync(inRepo(folder, 'package.json')))
  .map((folder) => JSON.parse(readFileSync(inRepo(folder, 'package.json'), 'utf8')));
const [root] = manifests;
const crates = /^members = \[(.*?)\]/ms.exec(readFileSync(inRepo('Cargo.toml'), 'utf8'))[1];
const crateNames = [...crates.matchAll(/"([^"]+)"/g)].map(
  ([, folder]) => /^name = "([^"]+)"/m.exec(readFileSync(inRepo(folder, 'Cargo.toml'), 'utf8'))[1],
);

/** By program: what is wrong with its arguments, or nothing. */
const programs = {
  npm([verb, ...args]) {
    if (['install', 'ci', 'pack'].includes(verb)) return;
    const workspace = after(args, '-w');
    const manifest = workspace ? manifests.find(({ name }) => name === workspace || `./${name}` === workspace) : root;
    if (!manifest) return `no workspace is called ${workspace}`;
    const script = verb === 'run' ? args.find((arg) => !arg.startsWith('-')) : verb;
    if (!manifest.scripts?.[script]) return `${manifest.name} has no script ${script}`;
  },
  npx([program, ...args]) {
    if (program !== 'wrangler') return `nobody checks npx ${program}`;
    const words = args.filter((arg, index) => /^[a-z][a-z0-9-]*$/.test(arg) && !args[index - 1]?.startsWith('--'));
    return wrangler(
      words,
      args.filter((arg) => arg.startsWith('--')),
    );
  },
  node(args) {
    const [file] = args.filter((arg) => !arg.startsWith('-'));
    if (!existsSync(inRepo(file))) return `there is no ${file}`;
  },
  cargo(args) {
    const crate = after(args, '-p');
    if (crate && !crateNames.includes(crate)) return `there is no crate ${crate}`;
  },
  openssl() {},
};

const after = (args, flag) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);

/** Its own text knows its commands; asking it for its help takes a second a time. */
const cli = readFileSync(inRepo('node_modules/wrangler/wrangler-dist/cli.js'), 'utf8');

/** What wrangler does not know. The last words may be names of databases and secrets. */
function wrangler(words, flags) {
  const names = words.map((_, index) => words.slice(0, index + 1).join(' '));
  if (!names.some((name) => new RegExp(`command: "wrangler ${name}",\\s+definition: \\w+Command\\b`).test(cli))) {
    return `wrangler has no ${words.join(' ')}`;
  }
  const unknown = flags.filter((flag) => !cli.includes(`${flag.slice(2)}: {`));
  if (unknown.length > 0) return `wrangler has no ${unknown.join(', ')}`;
}

/** What is wrong with a line of shell. */
function wrongIn(line) {
  return line
    .split(/\s(?:\||&&|;)\s/)
    .map((command) =>
      command
        .trim()
        .split(/\s+/)
        .filter((word) => !/^[A-Z_]+=/.test(word)),
    )
    .flatMap(([program, ...args]) => {
      if (!program) return [];
      if (!programs[program]) return `nobody checks ${program}`;
      return programs[program](args) ?? [];
    });
}

const linesOf = (code) =>
  code
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter(Boolean);

test('every command in a block is one', () => {
  const commands = blocksOf('sh', 'bash').filter(({ code }) => !/\bcurl\b/.test(code));
  assert.ok(commands.length > 15, `${commands.length} blocks of commands`);
  const wrong = commands.flatMap((block) =>
    linesOf(block.code)
      .flatMap(wrongIn)
      .map((what) => `${where(block)}: ${what}`),
  );
  assert.deepEqual(wrong, []);
});

test('every command in a sentence is one', () => {
  const wrong = documents.flatMap((document) => {
    const prose = textOf(document).replaceAll(/^ *```.*?^ *```$/gms, '');
    const spans = [...prose.matchAll(/`((?:[A-Z_]+=\S+ )*(?:npm|npx|cargo|node) [^`]+)`/g)].map(([, span]) => span);
    return spans.flatMap(wrongIn).map((what) => `${document}: ${what}`);
  });
  assert.deepEqual(wrong, []);
});

test('every option that CONTRIBUTING names is one that some command reads', () => {
  const sources = ['tools', 'tests', 'linker/src', 'fuzz'].flatMap((folder) =>
    readdirSync(inRepo(folder), { recursive: true })
      .filter((path) => /\.(mjs|rs|py)$/.test(path) && !path.includes('node_modules'))
      .map((path) => readFileSync(inRepo(folder, path), 'utf8')),
  );
  const options = [...textOf('CONTRIBUTING.md').matchAll(/`(?:npm run [^`]*)?(?:-- )?--([a-z][\w-]*)[^`]*`/g)].map(
    ([, name]) => name,
  );
  assert.ok(options.length > 10, options.join());
  const read = (name) =>
    sources.some(
      (text) =>
        text.includes(`'--${name}'`) || text.includes(`"--${name}"`) || new RegExp(`\\b${name}: \\{ type:`).test(text),
    );
  assert.deepEqual(
    options.filter((name) => !read(name)),
    [],
  );
});
