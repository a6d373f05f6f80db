// What the shipped programs are made of, as CycloneDX tells it.
import { readFile } from 'node:fs/promises';
import { inRepo } from './paths.mjs';
import { run } from './run.mjs';

const TARGET = 'wasm32-unknown-unknown';

/** The crates that become WebAssembly: what else is in the workspace is a tool, a test or an example. */
const SHIPPED = ['edgeprint-edge', 'edgeprint-collector'];

/** The workspaces whose dependencies are bundled into what is served or published. */
const BUNDLED = ['edgeprint', 'edgeprint-backoffice'];

/** All of it, as one object. */
export async function billOfMaterials() {
  const [crates, packages] = await Promise.all([readCrates(), readPackages()]);
  const { name, version, license } = JSON.parse(await readFile(inRepo('package.json'), 'utf8'));
  const component = {
    'bom-ref': `${name}@${version}`,
    type: 'application',
    name: 'edgeprint',
    version,
    licenses: [{ expression: license }],
  };
  const root = { ref: component['bom-ref'], dependsOn: [...crates.roots, ...packages.roots] };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component },
    components: [...crates.components, ...packages.components],
    dependencies: [root, ...crates.dependencies, ...packages.dependencies],
  };
}

const purl = ({ name, version }) => `pkg:cargo/${name}@${version}`;

/** All that cargo knows of the workspace and of what it depends on. */
async function metadata() {
  const flags = ['--locked', '--format-version', '1', '--filter-platform', TARGET];
  const { output } = await run('cargo', ['metadata', '--quiet', ...flags]);
  return JSON.parse(output.slice(output.indexOf('{"packages"')));
}

/** The crates of others that some of ours link, by name, as cargo tells them. */
export async function cratesOf(ours) {
  const [{ packages }, linked] = await Promise.all([metadata(), linkedCrates(ours)]);
  const others = packages.filter(({ name, version, source }) => source && linked.has(`${name}@${version}`));
  // By their bytes: languages order letters differently, and what is made of this is compared between machines.
  return others.sort((one, other) => (purl(one) < purl(other) ? -1 : 1));
}

/** The packages of others that are bundled, as npm tells them. */
export async function bundledPackages() {
  const { roots, components } = await readPackages();
  return components.filter((one) => !roots.includes(one['bom-ref']));
}

/** What the shipped crates link, by cargo's own resolution. */
async function readCrates() {
  const { packages, resolve } = await metadata();
  const [byId, nodes] = [packages, resolve.nodes].map((list) => new Map(list.map((entry) => [entry.id, entry])));
  const roots = packages.filter(({ name }) => SHIPPED.includes(name)).map(({ id }) => id);
  const linked = await linkedCrates(SHIPPED);
  const checksums = await readChecksums();
  const refOf = (id) => purl(byId.get(id));
  const dependenciesOf = (node) => [
    ...new Set(node.deps.filter(({ pkg }) => ids.includes(pkg) && isLinked(node, pkg)).map(({ pkg }) => refOf(pkg))),
  ];
  const ids = packages
    .filter((one) => linked.has(`${one.name}@${one.version}`))
    .map(({ id }) => id)
    .sort((a, b) => refOf(a).localeCompare(refOf(b)));
  return {
    roots: roots.map(refOf),
    components: ids.map((id) => crate(byId.get(id), checksums)),
    dependencies: ids.map((id) => ({ ref: refOf(id), dependsOn: dependenciesOf(nodes.get(id)) })),
  };
}

/**
 * By name and version: what is linked with the features that the build asks for, and the macros that wrote some of it.
 * (`cargo metadata` tells of the features of all the workspace.)
 */
async function linkedCrates(ours) {
  const flags = ['--quiet', '--locked', '--edges', 'normal', '--target', TARGET, '--prefix', 'none', '--format', '{p}'];
  const trees = await Promise.all(ours.map((name) => run('cargo', ['tree', ...flags, '--package', name])));
  const lines = trees.flatMap(({ output }) => output.split('\n')).filter(Boolean);
  return new Set(lines.map((line) => line.split(' ').slice(0, 2).join('@').replace('@v', '@')));
}

/** Build scripts and tests are not. */
const isLinked = ({ deps }, id) =>
  deps.some(({ pkg, dep_kinds }) => pkg === id && dep_kinds.some(({ kind }) => kind === null));

function crate({ name, version, license, repository, source, ...rest }, checksums) {
  const content = checksums.get(`${name}@${version}`);
  return {
    'bom-ref': purl({ name, version }),
    type: 'library',
    name,
    version,
    purl: purl({ name, version }),
    ...(rest.description ? { description: rest.description.trim() } : {}),
    ...(license ? { licenses: [{ expression: license.replaceAll('/', ' OR ') }] } : {}),
    ...(content ? { hashes: [{ alg: 'SHA-256', content }] } : {}),
    ...(repository ? { externalReferences: [{ type: 'vcs', url: repository }] } : {}),
  };
}

/** The SHA-256 of each crate as it was downloaded. */
async function readChecksums() {
  const { parse } = await import('smol-toml');
  const lock = parse(await readFile(inRepo('Cargo.lock'), 'utf8'));
  return new Map(lock.package.map(({ name, version, checksum }) => [`${name}@${version}`, checksum]));
}

/** What is bundled, by npm's own account. */
async function readPackages() {
  const which = BUNDLED.flatMap((name) => ['--workspace', name]);
  const flags = ['--package-lock-only', '--sbom-format', 'cyclonedx', '--omit', 'dev', ...which];
  const { output } = await run('npm', ['sbom', ...flags]);
  const { components, dependencies, metadata } = JSON.parse(
    output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1),
  );
  const top = metadata.component['bom-ref'];
  const roots = components.filter(({ 'bom-ref': ref }) => BUNDLED.some((name) => ref.startsWith(`${name}@`)));
  return {
    roots: roots.map(({ 'bom-ref': ref }) => ref),
    components,
    dependencies: dependencies.filter(({ ref }) => ref !== top),
  };
}
