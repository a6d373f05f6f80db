// Takes out of wasm-bindgen's glue what the collector never needs, and the hashes out of the names between the two.
//
// wasm-bindgen writes for every caller, of any age: the collector is always given a compiled module, decodes a few
// kilobytes, and runs where `encodeInto` is older than what its wasm needs. Each piece has to be found, so that a new
// version of wasm-bindgen ends the build instead of being cut in the wrong place.

/** What is cut out, and what comes in its place. A piece ends where the next declaration begins. */
const PIECES = [
  // Ways of loading: the client compiles, with subresource integrity and without a console.
  [/async function __wbg_load[\s\S]*(?=export \{)/, ''],
  [
    /export \{ initSync, __wbg_init as default \};/,
    `let started;
export default function init({ module_or_path }) {
    return started ??= WebAssembly.instantiate(module_or_path, __wbg_get_imports()).then(__wbg_finalize_init, (e) => {
        started = undefined;
        throw e;
    });
}`,
  ],
  [
    /let wasmModule, wasmInstance, wasm;\nfunction __wbg_finalize_init[\s\S]*?\n\}\n/,
    `let wasm;
function __wbg_finalize_init(instance) {
    wasm = instance.exports;
    wasm.__wbindgen_start();
}
`,
  ],
  // Text: nobody decodes two gigabytes, after which old Safaris would need a new decoder.
  [
    /const MAX_SAFARI_DECODE_BYTES[\s\S]*?\n\}\n/,
    `function decodeText(bytes) {
    return cachedTextDecoder.decode(bytes);
}
`,
  ],
  [/cachedTextDecoder\.decode\(\);\n/, ''],
  [/let cachedTextDecoder = /, 'const cachedTextDecoder = '],
  [/\nif \(!\('encodeInto'[\s\S]*?\n\}\n/, '\n'],
  [
    /function passStringToWasm0[\s\S]*?\n\}\n/,
    `function passStringToWasm0(arg, malloc) {
    const buf = cachedTextEncoder.encode(arg);
    const ptr = malloc(WASM_VECTOR_LEN = buf.length, 1) >>> 0;
    getUint8ArrayMemory0().set(buf, ptr);
    return ptr;
}
`,
  ],
  [/, wasm\.__wbindgen_malloc, wasm\.__wbindgen_realloc\)/, ', wasm.__wbindgen_malloc)'],
  // Views of the memory: once it has grown, the old ones have no length.
  [
    /function getDataViewMemory0[\s\S]*?\n\}\n/,
    `function getDataViewMemory0() {
    return cachedDataViewMemory0 = cachedDataViewMemory0?.buffer === wasm.memory.buffer
        ? cachedDataViewMemory0
        : new DataView(wasm.memory.buffer);
}
`,
  ],
];

/** The glue without what the collector never needs. */
export function slimGlue(glue) {
  return PIECES.reduce((text, [piece, replacement]) => {
    if (!piece.test(text)) throw new Error(`wasm-bindgen's glue has changed: ${piece} is not in it`);
    return text.replace(piece, () => replacement);
  }, glue);
}

/** The module without the functions that only the full glue calls, so that the optimiser can drop what they need. */
export const withoutUnusedExports = (wasm, glue) =>
  mapSection(wasm, EXPORTS, (name, kind) => (kind !== FUNCTION || glue.includes(`wasm.${name}`) ? name : undefined));

/**
 * Gives imports and internal exports short names, in the glue and in the module: two letters instead of 16 hex digits
 * that no compression shortens, twice each.
 */
export function shortenNames(glue, wasm) {
  const short = new Map();
  const shorten = (name) => {
    const letters = `${LETTERS[Math.floor(short.size / LETTERS.length)]}${LETTERS[short.size % LETTERS.length]}`;
    short.set(name, letters);
    return letters;
  };
  const isInternal = (name) => name.startsWith('__');
  const renamed = mapSection(mapSection(wasm, IMPORTS, shorten), EXPORTS, (name) =>
    isInternal(name) ? shorten(name) : name,
  );
  const text = glue
    .replaceAll('"./core_bg.js"', MODULE)
    // An entry of the import object, which the module may not need any more since it was optimised.
    .replace(/^ {8}(__wb\w+): (function[\s\S]*?\n {8}\}.*,\n)/gm, (_, name, rest) =>
      short.has(name) ? `        ${short.get(name)}: ${rest}` : '',
    )
    .replace(/\bwasm\.(__\w+)/g, (_, name) => `wasm.${short.get(name)}`);
  return { glue: text, wasm: renamed };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** What the imports' module is called. */
const MODULE = 'a';
const IMPORTS = 2;
const EXPORTS = 7;
const FUNCTION = 0;

/** A module with the names of its imports or exports mapped; those mapped to nothing are left out. */
function mapSection(wasm, id, rename) {
  const parts = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length; ) {
    const [length, content] = leb(wasm, at + 1);
    const end = content + length;
    parts.push(wasm[at] === id ? section(id, wasm.subarray(content, end), rename) : wasm.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** Imports and exports look alike, but for the module's name before an import's; all imports are functions. */
function section(id, content, rename) {
  const kept = [];
  let [left, at] = leb(content, 0);
  for (; left > 0; left -= 1) {
    const start = id === IMPORTS ? skipText(content, at) : at;
    const kind = skipText(content, start);
    const end = leb(content, kind + 1)[1];
    const name = rename(Buffer.from(content.subarray(leb(content, start)[1], kind)).toString(), content[kind]);
    if (name) kept.push(...(id === IMPORTS ? [text(MODULE)] : []), text(name), content.subarray(kind, end));
    if (id === IMPORTS && content[kind] !== FUNCTION) throw new Error('The module imports what is no function');
    at = end;
  }
  const pieces = id === IMPORTS ? 3 : 2;
  const bytes = Buffer.concat([Buffer.from(toLeb(kept.length / pieces)), ...kept]);
  return Buffer.concat([Buffer.from([id, ...toLeb(bytes.length)]), bytes]);
}

const text = (name) => Buffer.from([...toLeb(name.length), ...Buffer.from(name)]);

function skipText(bytes, at) {
  const [length, start] = leb(bytes, at);
  return start + length;
}

/** A number in LEB128, and where it ends. */
function leb(bytes, start) {
  let value = 0;
  for (let at = start, shift = 0; ; at += 1, shift += 7) {
    value += (bytes[at] & 0x7f) * 2 ** shift;
    if (bytes[at] < 0x80) return [value, at + 1];
  }
}

function toLeb(number) {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...toLeb(number >>> 7)];
}
