// Lays out what the site is built from: the documents where their pages are, and what is generated.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reference } from './declarations.mjs';
import { relinked } from './links.mjs';
import { pages, placeDocuments, root } from './places.mjs';

const TYPES = [
  {
    page: 'reference/client.md',
    title: 'Client',
    intro:
      'What the package’s modules for pages export, from its types. How they are used: [client options](../guides/client-options.md), [frameworks](../guides/frameworks.md).',
    modules: {
      edgeprint: 'index',
      'edgeprint/react': 'react',
      'edgeprint/vue': 'vue',
      'edgeprint/svelte': 'svelte',
      'edgeprint/watch': 'watch',
    },
  },
  {
    page: 'reference/server.md',
    title: 'Server SDK',
    intro: 'What `edgeprint/server` exports, from its types. How it is used: [server SDK](../guides/server-sdk.md).',
    modules: { 'edgeprint/server': 'server/index' },
  },
];

/** Pages of large tables, which get the room of the list of headings. */
const WIDE = ['reference/signals.md', 'reference/drift.md', 'reference/errors.md'];

export async function stage() {
  await rm(pages, { recursive: true, force: true });
  const placed = await placeDocuments();
  for (const [document, page] of placed) {
    if (page === 'index.md') continue;
    const text = await readFile(join(root, document), 'utf8');
    await write(page, (WIDE.includes(page) ? '---\naside: false\n---\n' : '') + relinked(text, document, page, placed));
  }
  await write('index.md', await readFile(join(root, 'site/home.md'), 'utf8'));
  for (const { page, title, intro, modules } of TYPES) {
    const entries = Object.entries(modules).map(([name, file]) => ({
      name,
      file: join(root, `npm/dist/${file}.d.ts`),
    }));
    await write(page, await reference({ title, intro, entries }));
  }
  await write('playground.json', JSON.stringify(await explained()));
  await mkdir(join(pages, 'public'), { recursive: true });
  await cp(join(root, 'edge-worker/assets/openapi.json'), join(pages, 'public/openapi.json'));
  await cp(join(root, 'examples/demo/public/mark.svg'), join(pages, 'public/mark.svg'));
}

/** What the playground says of each signal, and of the flags that it is evidence for. */
async function explained() {
  const read = async (path) => JSON.parse(await readFile(join(root, path), 'utf8'));
  const { flags } = await read('backoffice/src/generated/vocabulary.json');
  return {
    signals: await read('examples/demo/public/signals.json'),
    flags: Object.fromEntries(flags.map(({ flag, about }) => [flag, about])),
  };
}

async function write(page, text) {
  const path = join(pages, page);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
