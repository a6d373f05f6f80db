// Bundles the Backoffice's pages: files named by their content, each beside its brotli twin.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const compress = promisify(brotliCompress);

/** The pages, each with its script. */
const PAGES = { 'index.html': 'main', 'test.html': 'test' };

/** Writes everything that is served under /backoffice/ to `outDir`, and removes what else is there. */
export async function buildBackoffice({ outDir }) {
  const files = new Map();
  const { metafile, outputFiles } = await bundle();
  for (const { path, contents } of outputFiles) files.set(`assets/${basename(path)}`, contents);
  for (const [page, script] of Object.entries(PAGES)) files.set(page, await pageOf(page, script, metafile));
  files.set('mark.svg', await readFile(join(here, 'src', 'mark.svg')));
  await mkdir(join(outDir, 'assets'), { recursive: true });
  for (const [name, content] of files) {
    await writeFile(join(outDir, name), content);
    await writeFile(join(outDir, `${name}.br`), await compress(content));
  }
  await removeOthers(outDir, files);
}

function bundle() {
  return build({
    entryPoints: [join(here, 'src', 'main.tsx'), join(here, 'src', 'test.ts')],
    outdir: join(here, 'assets'),
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
    metafile: true,
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryNames: '[name].[hash]',
    chunkNames: '[name].[hash]',
    absWorkingDir: here,
  });
}

/** The page with the names that its script and style have got. */
async function pageOf(page, script, metafile) {
  const found = Object.entries(metafile.outputs).find(([, { entryPoint }]) =>
    basename(entryPoint ?? '').startsWith(`${script}.ts`),
  );
  const [js, { cssBundle }] = found;
  const html = await readFile(join(here, 'src', page), 'utf8');
  const text = html
    .replace('{{script}}', `/backoffice/assets/${basename(js)}`)
    .replace('{{style}}', `/backoffice/assets/${basename(cssBundle)}`);
  return Buffer.from(text);
}

async function removeOthers(outDir, files) {
  const kept = new Set([...files.keys()].flatMap((name) => [name, `${name}.br`]));
  for (const entry of await readdir(outDir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(outDir.length + 1).replaceAll('\\', '/');
    if (entry.isFile() && !kept.has(name)) await rm(path);
  }
}

// By itself, so that a change shows without the rest of the build.
if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildBackoffice({ outDir: join(here, '..', 'edge-worker', 'assets', 'backoffice') });
