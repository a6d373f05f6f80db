// The code in the documents: TypeScript and JavaScript are type-checked against the package, shell commands and JSON
// are parsed. Fragments in JavaScript may take names for granted; those in code-blocks.d.ts have types.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { transform } from 'esbuild';
import { inRepo } from '../lib/paths.mjs';

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'npm/README.md'],
  ...(await readdir(inRepo('docs'), { recursive: true })).map((path) => join('docs', path)),
  ...(await readdir(inRepo('examples'))).map((name) => join('examples', name, 'README.md')),
].filter((path) => path.endsWith('.md'));

/** Every block: `{document, line, language, code}`. */
const blocks = documents.flatMap((document) => {
  const text = readFileSync(inRepo(document), 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language, 2: code, index }) => ({
    document,
    line: text.slice(0, index).split('\n').length + 1,
    language,
    code,
  }));
});
const of = (...languages) => blocks.filter(({ language }) => languages.includes(language));
const where = ({ document, line }) => `${document}:${line}`;

const UNKNOWN_NAME = /error TS(2304|18004|2552):/;

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
  const scripts = of('ts', 'tsx', 'js', 'jsx');
  assert.ok(scripts.length > 15, 'no code was found');
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
    return compiled(config).filter((line) => kind === 'ts' || !UNKNOWN_NAME.test(line));
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

test('HTML of the documents has scripts that parse', async () => {
  for (const block of of('html', 'vue', 'svelte')) {
    for (const [, code] of block.code.matchAll(/<script[^>]*>(.*?)<\/script>/gs)) {
      await assert.doesNotReject(transform(code, { loader: 'ts' }), where(block));
    }
  }
});

test('shell commands of the documents parse', () => {
  for (const block of of('sh', 'bash')) {
    assert.doesNotThrow(() => execFileSync('sh', ['-n', '-c', block.code], { stdio: 'pipe' }), where(block));
  }
});

test('JSON of the documents is JSON, but for what is left out', () => {
  for (const block of of('json')) {
    const whole = block.code.replaceAll(/(,\s*)?(?<!["\w])…|…(?!["\w])/g, '');
    assert.doesNotThrow(() => JSON.parse(whole), where(block));
  }
});
