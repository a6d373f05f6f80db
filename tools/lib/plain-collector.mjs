// The collector in plain JavaScript, for pages whose policy blocks WebAssembly:
// the same compiled module, without what wasm2js cannot say, put into JavaScript.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.mjs';

/** Turns what rustc's features brought into instructions of the first WebAssembly. */
const LOWER = ['--llvm-memory-copy-fill-lowering', '--llvm-nontrapping-fptoint-lowering', '--signext-lowering'];

/** Not used by the module that the bindgen tool makes for this. */
const UNUSED = ['--enable-multivalue', '--enable-reference-types'];

/**
 * Where the page's values start in the glue's list, after undefined, null, true and false. wasm-bindgen 0.2.130
 * asks for it through an import of which it takes care in modules with reference types alone.
 */
const EXTERNREF = 'export const __wbindgen_externref_statics_end = () => 1028;';

/** There is nothing to start: the module is, once it is imported. */
const ENTRY = "export { collect, version } from './core.js'; export default async () => {};";

/**
 * @param {object} options
 * @param {string} options.bindgen the bindgen tool
 * @param {string} options.input the module as cargo made it
 * @param {string} options.folder for what lies between
 * @param {string} options.output the ES module
 * @param {string[]} options.features what wasm-opt is told of the module
 * @param {string[]} options.optimise how it is made small
 */
export async function buildPlainCollector({ bindgen, input, folder, output, features, optimise }) {
  await run(bindgen, ['plain', input, folder, '--name', 'core']);
  const [glued, lowered, plain] = ['core_bg.wasm', 'lowered.wasm', 'core_bg.wasm.js'].map((name) => join(folder, name));
  const used = features.filter((feature) => !UNUSED.includes(feature));
  await run('wasm-opt', [...used, ...LOWER, ...optimise, glued, '-o', lowered]);
  await run('wasm2js', ['-Oz', lowered, '-o', plain]);
  await writeFile(join(folder, 'externref.js'), EXTERNREF);
  await bundle(folder, output);
}

async function bundle(folder, outfile) {
  const { build } = await import('esbuild');
  const lies = { './core_bg.wasm': 'core_bg.wasm.js', __wbindgen_externref_xform__: 'externref.js' };
  const place = {
    name: 'place',
    setup({ onResolve }) {
      onResolve({ filter: /core_bg\.wasm$|externref_xform/ }, ({ path }) => ({ path: join(folder, lies[path]) }));
    },
  };
  await build({
    stdin: { contents: ENTRY, resolveDir: folder },
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2020',
    minify: true,
    legalComments: 'none',
    plugins: [place],
  });
}
