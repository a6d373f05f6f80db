// The blocks of code in the documents, for the tests that run and check them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { inRepo } from './repo.mjs';

const below = (folder) => readdirSync(inRepo(folder), { recursive: true }).map((path) => `${folder}/${path}`);
const crates = ['edge-client', 'edge-worker', 'linker', 'collector-wasm'];

/** Every document that people read, by its path from the repository's root. */
export const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'npm/README.md'],
  ...crates.map((crate) => `${crate}/README.md`),
  ...below('docs').map((path) => path.replaceAll('\\', '/')),
  ...readdirSync(inRepo('examples')).map((name) => `examples/${name}/README.md`),
].filter((path) => path.endsWith('.md') && existsSync(inRepo(path)));

export const textOf = (document) => readFileSync(inRepo(document), 'utf8');

/** Every block: `{document, line, language, code}`; those of lists stand farther right, their code does not. */
export const blocks = documents.flatMap((document) => {
  const text = textOf(document);
  return [...text.matchAll(/^( *)```([\w-]*)\n(.*?)^ *```$/gms)].map(({ 1: indent, 2: language, 3: code, index }) => ({
    document,
    line: text.slice(0, index).split('\n').length + 1,
    language,
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
});

export const blocksOf = (...languages) => blocks.filter(({ language }) => languages.includes(language));

/** Where a block stands, for messages. */
export const where = ({ document, line }) => `${document}:${line}`;
