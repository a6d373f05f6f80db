// The reference of a package's modules, made of the declarations that they are published with.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const HEAD = '<!-- Generated from the package’s types by site/lib/declarations.mjs. -->\n\n';

/**
 * A page that names every export of each module; what several export alike, at the first.
 *
 * @param {{title: string, intro: string, entries: {name: string, file: string}[]}} page
 */
export async function reference({ title, intro, entries }) {
  const told = new Set();
  const parts = [];
  for (const { name, file } of entries) {
    const found = (await exportsOf(file)).filter(({ code }) => !told.has(code));
    for (const { code } of found) told.add(code);
    parts.push(`## \`${name}\`\n\n${found.map(section).join('\n')}`);
  }
  return `${HEAD}# ${title}\n\n${intro}\n\n${parts.join('\n')}`;
}

/** What a module exports, values before types: `{name, kind, about, code}`. */
async function exportsOf(file) {
  const found = await collect(file, null);
  const isType = ({ kind }) => kind === 'interface' || kind === 'type';
  return found.sort((a, b) => isType(a) - isType(b));
}

/** Follows `export … from`. `names` are those asked for; null means all. */
async function collect(file, names) {
  const text = await readFile(file, 'utf8');
  const found = declarations(text).filter(({ name }) => !names || names.has(name));
  for (const [, list, from] of text.matchAll(/^export (?:type )?(\*|\{[^}]*\}) from '(\.[^']+)';/gm)) {
    const wanted = list === '*' ? names : new Set(list.match(/\w+/g));
    found.push(...(await collect(join(dirname(file), from.replace(/\.js$/, '.d.ts')), wanted)));
  }
  return found;
}

/** The exported declarations of a file as the compiler writes it: one begins a line and ends where its brackets do. */
function declarations(text) {
  const found = [];
  let comment = '';
  let current;
  for (const line of text.split('\n')) {
    // Those that others extend are told too, exported or not.
    const [, kind, name] =
      /^(?:export (?:declare )?(?=\w+ \w)|(?=interface ))(interface|type|function|const|class) (\w+)/.exec(line) ?? [];
    if (kind) {
      current = { name, kind, about: prose(comment), lines: [line.replace(/^export (declare )?/, '')], depth: 0 };
      found.push(current);
    } else if (current) current.lines.push(line);
    else comment = /^\/\*\*|^ \*/.test(line) ? (line.startsWith('/**') ? line : `${comment}\n${line}`) : '';
    if (!current) continue;
    current.depth += brackets(line);
    if (current.depth === 0 && /[;}]$/.test(line)) current = undefined;
    comment = '';
  }
  return found.map(({ lines, depth, ...rest }) => ({ ...rest, code: lines.join('\n') }));
}

/** How many more brackets a line opens than it closes. Those of comments do not count. */
function brackets(line) {
  if (/^\s*(\/?\*)/.test(line)) return 0;
  return (line.match(/[{([]/g) ?? []).length - (line.match(/[})\]]/g) ?? []).length;
}

function section({ name, kind, about, code }) {
  const head = `### ${name}\n\n${about && `${about}\n\n`}`;
  const members = kind === 'interface' ? membersOf(code) : [];
  if (members.length === 0) return `${head}\`\`\`ts\n${code}\n\`\`\`\n`;
  const [, base] = /^interface [^{]*? extends ([^{]+) \{/.exec(code) ?? [];
  const rows = members.map(({ signature, text }) => `| ${inCode(signature)} | ${cell(text)} |`);
  const also = base ? `With all of ${inCode(base)}.\n\n` : '';
  return `${head}${also}| Member | Meaning |\n|---|---|\n${rows.join('\n')}\n`;
}

/** An interface's members, as they stand on its first level. */
function membersOf(code) {
  const body = code.slice(code.indexOf('\n') + 1);
  const pattern = /((?: {4}\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?)^ {4}(?![ /*}])([^\n]*(?:\{\n[\s\S]*?^ {4}\}[^\n]*)?)/gm;
  return [...body.matchAll(pattern)].map(([, comment, line]) => ({
    signature: line.replace(/\s+/g, ' ').replace(/;$/, ''),
    text: prose(comment),
  }));
}

/** A comment without its stars. */
const prose = (comment) =>
  comment
    .replace(/^\s*\/\*\*|\*\/\s*$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .trim();

const cell = (text) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
const inCode = (text) => `\`${text.replaceAll('|', '\\|')}\``;
