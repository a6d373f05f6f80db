// Reads a TLS ClientHello (RFC 8446, section 4.1.2) as it came over the wire.
// Whatever the bytes are, the answer is a hello, or undefined: clients may send anything.

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const EXTENSION = { serverName: 0, groups: 10, signatureAlgorithms: 13, alpn: 16, supportedVersions: 43 };

/** Values that clients strew in to keep servers tolerant (RFC 8701): 0x0a0a, 0x1a1a, … 0xfafa. */
export const isGrease = (value) => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);

/** How many bytes the records that hold the hello take; undefined until that can be told, 0 where there is none. */
export function helloEnd(bytes) {
  let at = 0;
  let message = Buffer.alloc(0);
  for (;;) {
    if (bytes.length < at + 5) return undefined;
    if (bytes[at] !== HANDSHAKE) return 0;
    const next = at + 5 + bytes.readUInt16BE(at + 3);
    if (bytes.length < next) return undefined;
    message = Buffer.concat([message, bytes.subarray(at + 5, next)]);
    at = next;
    if (message.length >= 4 && message.length >= 4 + message.readUIntBE(1, 3)) return at;
  }
}

/** The hello in a client's first bytes: versions, ciphers, extensions and the like, in the client's order. */
export function clientHello(bytes) {
  try {
    return parse(messageOf(bytes));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function messageOf(bytes) {
  const parts = [];
  for (let at = 0; at + 5 <= bytes.length && bytes[at] === HANDSHAKE; ) {
    const next = at + 5 + bytes.readUInt16BE(at + 3);
    parts.push(bytes.subarray(at + 5, next));
    at = next;
  }
  return Buffer.concat(parts);
}

function parse(message) {
  const header = new Reader(message);
  if (header.number(1) !== CLIENT_HELLO) return undefined;
  const length = header.number(3);
  const body = new Reader(header.bytes(length));
  const legacyVersion = body.number(2);
  const random = body.bytes(32);
  body.vector(1); // the session id
  const ciphers = body.vector(2).numbers(2);
  body.vector(1); // compression methods
  const extensions = body.left() ? extensionsOf(body.vector(2)) : [];
  return { length: length + 4, legacyVersion, random, ciphers, ...meaningOf(extensions) };
}

function extensionsOf(reader) {
  const extensions = [];
  while (reader.left()) extensions.push({ type: reader.number(2), data: reader.vector(2) });
  return extensions;
}

function meaningOf(extensions) {
  const find = (type) => extensions.find((extension) => extension.type === type)?.data;
  const list = (type, prefix) => find(type)?.vector(prefix).numbers(2) ?? [];
  const alpn = find(EXTENSION.alpn)?.vector(2);
  const protocols = [];
  while (alpn?.left()) protocols.push(alpn.vector(1).rest().toString('latin1'));
  return {
    extensions: extensions.map(({ type }) => type),
    serverName: find(EXTENSION.serverName) !== undefined,
    groups: list(EXTENSION.groups, 2),
    signatureAlgorithms: list(EXTENSION.signatureAlgorithms, 2),
    supportedVersions: list(EXTENSION.supportedVersions, 1),
    alpn: protocols,
  };
}

/** Takes bytes from the front; a RangeError where there are too few. */
class Reader {
  constructor(bytes) {
    this.buffer = bytes;
    this.at = 0;
  }

  left() {
    return this.buffer.length - this.at;
  }

  bytes(count) {
    if (count > this.left()) throw new RangeError('the hello ends too soon');
    this.at += count;
    return this.buffer.subarray(this.at - count, this.at);
  }

  number(size) {
    return this.bytes(size).readUIntBE(0, size);
  }

  /** What a length of `prefix` bytes announces. */
  vector(prefix) {
    return new Reader(this.bytes(this.number(prefix)));
  }

  numbers(size) {
    const numbers = [];
    while (this.left() >= size) numbers.push(this.number(size));
    return numbers;
  }

  rest() {
    return this.bytes(this.left());
  }
}
