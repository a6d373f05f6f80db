// Whose work is in what is shipped, and the licences that ask for being told along with it: their texts, as their
// authors deliver them. What it consists of is what the bill of materials says.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundledPackages, cratesOf } from './bill-of-materials.mjs';
import { inRepo } from './paths.mjs';
import { step } from './progress.mjs';
import { whenStale } from './stamps.mjs';

/** The file's name, wherever it lies. */
export const NOTICE = 'THIRD-PARTY.txt';

/** Where it lies: what is in the package, and what a deployment serves. */
const NOTICES = [
  { file: inRepo('npm', 'dist', NOTICE), crates: ['edgeprint-collector'], pages: false },
  { file: inRepo('edge-worker', 'assets', NOTICE), crates: ['edgeprint-collector', 'edgeprint-edge'], pages: true },
];

const HEAD = 'Work of others that is in Edgeprint, and the licences that it comes under.';
const LICENCE = /^(licen[cs]es?|copying|copyright|notice|unlicense)([-._].*)?$/i;
const LINE = '='.repeat(80);

/** No crate of the lock file, and in every module. */
const STD = {
  name: 'the Rust standard library',
  license: 'MIT OR Apache-2.0',
  url: 'https://github.com/rust-lang/rust',
};

/** Writes every notice that is stale. */
export async function writeNotices() {
  const sources = ['bill-of-materials.mjs', 'third-party.mjs'].map((name) => inRepo('tools', 'lib', name));
  const inputs = [inRepo('Cargo.lock'), inRepo('package-lock.json'), ...sources];
  await whenStale('third-party', { inputs, outputs: NOTICES.map(({ file }) => file) }, () =>
    step('gathering the licences of what is built in', async () => {
      for (const { file, ...what } of NOTICES) {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, await noticeOf(what));
      }
    }),
  );
}

/** Each licence's text once, below the names of those who use it. */
export async function noticeOf({ crates, pages }) {
  const parts = [...(await cratesOf(crates)).map(crate), ...(pages ? (await bundledPackages()).map(bundled) : []), STD];
  const byText = new Map();
  for (const part of parts) {
    const text = await textsOf(part);
    byText.set(text, [...(byText.get(text) ?? []), `${part.name} (${part.license})${part.url ? `: ${part.url}` : ''}`]);
  }
  const chapters = [...byText].map(([text, names]) => `${LINE}\n${names.join('\n')}\n\n${text}`);
  return `${HEAD}\n\n${chapters.join('\n\n')}\n`;
}

const crate = ({ name, version, license, repository, manifest_path }) => ({
  name: `${name} ${version}`,
  license: license?.replaceAll('/', ' OR '),
  url: repository,
  folder: dirname(manifest_path),
});

const bundled = ({ name, version, licenses }) => ({
  name: `${name} ${version}`,
  license: licenses.map(({ license, expression }) => expression ?? license.id).join(' AND '),
  url: `pkg:npm/${name}`,
  folder: [inRepo('backoffice', 'node_modules', name), inRepo('node_modules', name)].find((folder) =>
    existsSync(folder),
  ),
});

/** Its licence as it is delivered; MIT's alone where that may be chosen. */
async function textsOf({ name, license, url, folder }) {
  const found = folder ? await licencesIn(folder) : [];
  const mit = /\bMIT\b/.test(license) && !/\bAND\b/.test(license) ? found.filter((file) => /mit/i.test(file)) : [];
  const files = mit.length ? [...mit, ...found.filter((file) => /notice|copyright/i.test(file))] : found;
  if (files.length === 0) return standardText(name, license, url);
  const texts = await Promise.all(files.sort().map((file) => readFile(join(folder, file), 'utf8')));
  return texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}

/** The files of a folder that tell its licence; they may lie in one of their own. */
async function licencesIn(folder) {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => LICENCE.test(name));
  const names = await Promise.all(
    entries.map(async (entry) =>
      entry.isDirectory()
        ? (await readdir(join(folder, entry.name))).map((name) => join(entry.name, name))
        : [entry.name],
    ),
  );
  return names.flat();
}

/** A few crates name a licence and deliver no text. */
async function standardText(name, license, url) {
  if (!/\bMIT\b/.test(license ?? '')) throw new Error(`${name} delivers no text of its licence, ${license}`);
  const ours = await readFile(inRepo('LICENSE-MIT'), 'utf8');
  return ours.replace(/^Copyright .*$/m, `Copyright (c) the authors of ${name}, ${url}`).trim();
}
