// Who takes how much room in a WebAssembly module that still has its name section.
// https://webassembly.github.io/spec/core/binary/modules.html

const SECTION = { custom: 0, import: 2, code: 10, data: 11 };
const FUNCTION_NAMES = 1;

/** Reads bytes, LEB128 numbers and names off a buffer. */
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  text() {
    return Buffer.from(this.take(this.number())).toString('utf8');
  }
  get done() {
    return this.at >= this.bytes.length;
  }
}

/** `{functions: [{name, bytes}], sections: {code, data, …}}` of a module. */
export function readModule(bytes) {
  const reader = new Reader(bytes, 8);
  const sections = {};
  let bodies = [];
  let imported = 0;
  let names = new Map();
  while (!reader.done) {
    const id = reader.byte();
    const content = new Reader(reader.take(reader.number()));
    const label = Object.keys(SECTION).find((key) => SECTION[key] === id) ?? 'other';
    sections[label] = (sections[label] ?? 0) + content.bytes.length;
    if (id === SECTION.import) imported = countImportedFunctions(content);
    if (id === SECTION.code) bodies = readBodies(content);
    if (id === SECTION.custom && content.text() === 'name') names = readNames(content);
  }
  const functions = bodies.map((size, index) => ({ name: names.get(imported + index) ?? '(unnamed)', bytes: size }));
  return { functions, sections };
}

function countImportedFunctions(content) {
  let functions = 0;
  for (let left = content.number(); left > 0; left -= 1) {
    content.text();
    content.text();
    const kind = content.byte();
    if (kind === 0) functions += 1;
    skipImportType(content, kind);
  }
  return functions;
}

function skipImportType(content, kind) {
  if (kind === 0) return content.number();
  if (kind === 3) return content.take(2); // a global: type and mutability
  if (kind === 4) return [content.byte(), content.number()]; // a tag
  if (kind === 1) content.byte(); // a table has an element type before its limits
  const hasMaximum = content.byte() & 1;
  content.number();
  if (hasMaximum) content.number();
}

function readBodies(content) {
  return Array.from({ length: content.number() }, () => {
    const size = content.number();
    content.take(size);
    return size;
  });
}

function readNames(content) {
  const names = new Map();
  while (!content.done) {
    const id = content.byte();
    const part = new Reader(content.take(content.number()));
    if (id !== FUNCTION_NAMES) continue;
    for (let left = part.number(); left > 0; left -= 1) names.set(part.number(), part.text());
  }
  return names;
}

/** The crate that a demangled function belongs to: for `<A as B>::f` that of A, or of B when A is built in. */
export function crateOf(name) {
  const paths = name.match(/[a-z_][a-z0-9_]*(?=(?:\[[0-9a-f]+\])?::)/gi) ?? [];
  const first = paths.find((word) => /^[a-z_]/.test(word));
  if (first) return first;
  return /^(__rust|__rdl|__rg|rust_|__wbindgen|__externref|memcpy|memset|memmove|memcmp)/.test(name)
    ? 'runtime'
    : '(other)';
}

/** Sums by a key, largest first: `[[key, bytes], …]`. */
export function sumBy(functions, key) {
  const sums = new Map();
  for (const entry of functions) sums.set(key(entry.name), (sums.get(key(entry.name)) ?? 0) + entry.bytes);
  return [...sums].sort((a, b) => b[1] - a[1]);
}
