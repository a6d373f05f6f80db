// The code in the documents: TypeScript and JavaScript, in pages and components too, are type-checked against the
// package; JSON and TOML are parsed. Fragments in JavaScript may take names for granted; those in code-blocks.d.ts have
// types. What is typed into a shell is run by tests/edge/documents.test.mjs, or looked up by commands.test.mjs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parse } from 'smol-toml';
import { blocksOf, where } from '../../tests/lib/documents.mjs';
import { inRepo } from '../lib/paths.mjs';

const UNKNOWN_NAME = /error TS(2304|18004|2552):/;
/** Of files that stand beside the one that a block shows. */
const UNKNOWN_FILE = /error TS2307: Cannot find module '\.\.?\//;

const OPTIONS = {
  target: 'es2022',
  module: 'preserve',
  moduleResolution: 'bundler',
  lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
  types: ['node'],
  jsx: 'preserve',
  strict: true,
  noEmit: true,
  allowJs: true,
  checkJs: true,
  skipLibCheck: true,
};

// Inside of the repository, so that packages are found; what links to them is removed after.
const folder = mkdtempSync(inRepo('tools/test/.code-blocks-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('TypeScript and JavaScript of the documents agree with the package’s types', () => {
  const scripts = [...blocksOf('ts', 'tsx', 'js', 'jsx'), ...scriptsOf(blocksOf('html', 'vue', 'svelte'))];
  assert.ok(scripts.length > 40, `${scripts.length} blocks of code`);
  const names = new Map();
  for (const block of scripts) {
    const extension = { ts: 'ts', tsx: 'tsx', js: 'js', jsx: 'jsx' }[block.language];
    const name = `${where(block).replace(/\W+/g, '_')}.${extension}`;
    names.set(name, where(block));
    // A module each, so that they do not share names. JavaScript's parameters have no types to be strict about.
    const head = block.language.startsWith('j') ? '// @ts-check\n' : '\n';
    writeFileSync(join(folder, name), `${head}${block.code}\nexport {};\n`);
  }
  copyFileSync(inRepo('tools/test/code-blocks.d.ts'), join(folder, 'globals.d.ts'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(inRepo('npm'), join(folder, 'node_modules', 'edgeprint'), 'junction');
  const errors = ['ts', 'js'].flatMap((kind) => {
    const strict = kind === 'ts' ? {} : { noImplicitAny: false, strictNullChecks: false };
    const include = kind === 'ts' ? ['*.ts', '*.tsx'] : ['*.js', '*.jsx', 'globals.d.ts'];
    const config = join(folder, `tsconfig.${kind}.json`);
    writeFileSync(config, JSON.stringify({ compilerOptions: { ...OPTIONS, ...strict }, include }));
    return compiled(config).filter((line) => kind === 'ts' || !(UNKNOWN_NAME.test(line) || UNKNOWN_FILE.test(line)));
  });
  const told = errors.map((line) => line.replace(/[\w.-]+(?=\(\d)/, (name) => names.get(name) ?? name));
  assert.deepEqual(told, []);
});

/** What the compiler complains of. */
function compiled(config) {
  try {
    execFileSync(process.execPath, [inRepo('node_modules/typescript/bin/tsc'), '--pretty', 'false', '-p', config], {
      cwd: folder,
      encoding: 'utf8',
    });
    return [];
  } catch ({ stdout }) {
    return stdout.split('\n').filter(Boolean);
  }
}

/** The scripts within pages and components, as blocks of their own. */
function scriptsOf(markup) {
  return markup.flatMap((block) => {
    const scripts = [...block.code.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].filter(([, code]) => code.trim());
    return scripts.map(([, code]) => ({ ...block, code, language: 'js' }));
  });
}

test('script tags of the documents have attributes that the script reads', () => {
  const source = readFileSync(inRepo('npm/src/script.ts'), 'utf8');
  for (const block of blocksOf('html')) {
    for (const [, name] of block.code.matchAll(/\sdata-([a-z-]+)/g)) {
      const member = name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
      assert.match(source, new RegExp(`\\bdata\\.${member}\\b|'${member}' in data`), `${where(block)}: data-${name}`);
    }
  }
});

test('JSON of the documents is JSON, but for what is left out', () => {
  for (const block of blocksOf('json')) {
    const whole = block.code.replaceAll(/(,\s*)?(?<!["\w])…|…(?!["\w])/g, '');
    assert.doesNotThrow(() => JSON.parse(whole), where(block));
  }
});

test('TOML of the documents is TOML', () => {
  for (const block of blocksOf('toml')) assert.doesNotThrow(() => parse(block.code), where(block));
});

// Compiling each would take a copy of the crates. That of edge-client/README.md is compiled: it is a test of its crate.
test('Rust of the documents is made of names that the crates have, or that it makes itself', () => {
  const code = (text) => text.replaceAll(/\/\/.*/g, '').replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const names = (text) => code(text).match(/[A-Za-z_]\w+/g) ?? [];
  const known = new Set(['signals', 'collector-wasm', 'edge-worker', 'tools/codegen'].flatMap(rustOf).flatMap(names));
  for (const document of new Set(blocksOf('rust').map((block) => block.document))) {
    const own = blocksOf('rust').filter((block) => block.document === document);
    const made = own.flatMap(({ code: text }) => [
      ...[...code(text).matchAll(/\b(?:fn|let|mod|struct) (\w+)/g)].map(([, name]) => name),
      ...(/^(\w+) (\w+):/.exec(text)?.slice(1) ?? []), // a line of the catalogue
    ]);
    for (const block of own) {
      const unknown = names(block.code).filter((name) => !known.has(name) && !made.includes(name));
      assert.deepEqual(unknown, [], where(block));
    }
  }
});

/** The sources of a crate. */
function rustOf(crate) {
  const files = readdirSync(inRepo(crate, 'src'), { recursive: true }).filter((name) => name.endsWith('.rs'));
  return files.map((name) => readFileSync(inRepo(crate, 'src', name), 'utf8'));
}
