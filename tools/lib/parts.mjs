// What `npm test` consists of. Each part is a list of named checks; a check is a
// program that must end well.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { auditChecks } from './audit.mjs';
import { inRepo, root } from './paths.mjs';
import { run } from './run.mjs';

const program = (name, command, args, options) => ({ name, run: () => run(command, args, { show: true, ...options }) });

/** One crate at a time: together they would share features, and the collector does without std. */
const clippyForWasm = (crate) =>
  program(`clippy for wasm (${crate})`, 'cargo', [
    ...['clippy', '--target', 'wasm32-unknown-unknown', '-p', crate, '--', '-D', 'warnings'],
  ]);

/** Formatting, lints and types of both languages. */
async function lint() {
  const projects = ['npm/tsconfig.json', 'examples/demo/tsconfig.json'];
  return [
    program('rustfmt', 'cargo', ['fmt', '--all', '--check']),
    program('clippy', 'cargo', ['clippy', '--workspace', '--all-targets', '--', '-D', 'warnings']),
    ...['edgeprint-collector', 'edgeprint-edge'].map(clippyForWasm),
    program('biome', 'biome', ['check', '--error-on-warnings', '.']),
    ...projects.map((file) => program(`types (${file})`, 'tsc', ['--noEmit', '-p', file])),
    // By its own compiler: what makes the API's types needs TypeScript 5.
    program('types (backoffice)', 'npm', ['run', '--silent', 'types', '-w', 'edgeprint-backoffice']),
  ];
}

/** Tests that need neither a browser nor workerd. */
async function unit() {
  return [
    program('Rust', 'cargo', ['test', '--workspace', '--exclude', 'edgeprint-bindgen', '--quiet']),
    // In the profile that the build has already compiled its dependencies in.
    program('the bindgen tool', 'cargo', ['test', '--profile', 'tool', '-p', 'edgeprint-bindgen', '--quiet']),
    ...(await nodeTests('the build tools', 'tools')),
    ...(await nodeTests('the npm package', 'npm/test')),
    ...(await nodeTests('the linking benchmark', 'tests/linking')),
  ];
}

/** Generated files say what the Rust definitions say. */
async function generated() {
  return [program('generated files', 'cargo', ['run', '--quiet', '-p', 'edgeprint-codegen', '--', '--check'])];
}

/** The Worker on workerd. */
const edge = () => nodeTests('the edge on workerd', 'tests/edge', 2);

/** Real browsers against the real Worker. */
const browser = () => nodeTests('real browsers', 'tests/browser', 2);

/** `npm start` as a person uses it, and the size budgets. */
const tooling = () => nodeTests('what the commands do', 'tests/tooling');

/** Advisories, licences and sources of what others made. */
const audit = async () => auditChecks();

/**
 * Node's test runner on each `*.test.mjs` under a folder. The files are named one by
 * one: Node 20 takes a folder, Node 22 and later take patterns only.
 */
async function nodeTests(name, folder, concurrency = 1) {
  if (!existsSync(inRepo(folder))) return [];
  const files = (await readdir(inRepo(folder), { recursive: true }))
    .filter((file) => /\.test\.m?js$/.test(file) && !file.includes('node_modules'))
    .sort();
  if (files.length === 0) return [];
  const flags = ['--test', `--test-concurrency=${concurrency}`, '--test-reporter=spec'];
  return [program(name, process.execPath, [...flags, ...files.map((file) => join(root, folder, file))])];
}

/** By the name that `node tools/test.mjs <part>` knows them by. */
export const parts = { lint, generated, unit, edge, browser, tooling, audit };
