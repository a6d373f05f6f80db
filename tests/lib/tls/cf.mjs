// What Cloudflare says of a handshake in `request.cf`, made from a ClientHello.
// Members: developers.cloudflare.com/workers/runtime-apis/request, as read in November 2026.
// JA4: the technical details in FoxIO's repository (BSD-3-Clause).
import { createHash } from 'node:crypto';
import { isGrease } from './client-hello.mjs';

const CIPHERS = {
  TLS_AES_128_GCM_SHA256: 'AEAD-AES128-GCM-SHA256',
  TLS_AES_256_GCM_SHA384: 'AEAD-AES256-GCM-SHA384',
  TLS_CHACHA20_POLY1305_SHA256: 'AEAD-CHACHA20-POLY1305-SHA256',
};
const VERSIONS = new Map([
  [0x0304, '13'],
  [0x0303, '12'],
  [0x0302, '11'],
  [0x0301, '10'],
]);

/** `cf` for a request over a connection: its hello, what was agreed on, and the protocol of the request. */
export function cfOf(hello, { version, cipher, protocol, acceptEncoding, ja4: withJa4 = false }) {
  return {
    tlsVersion: version,
    tlsCipher: CIPHERS[cipher] ?? cipher,
    httpProtocol: protocol,
    clientAcceptEncoding: acceptEncoding ?? '',
    tlsClientHelloLength: String(hello.length),
    tlsClientRandom: hello.random.toString('base64'),
    tlsClientCiphersSha1: sha1(hello.ciphers, 'BE'),
    tlsClientExtensionsSha1: sha1(hello.extensions, 'BE'),
    tlsClientExtensionsSha1Le: sha1(hello.extensions, 'LE'),
    ...(withJa4 ? { botManagement: { ja4: ja4(hello) } } : {}),
  };
}

/**
 * Base64 of the SHA-1 over the values, two bytes each. Cloudflare documents the byte order and not what becomes of
 * GREASE; it is left out here, or the hash of Chromium would be another at every connection.
 */
function sha1(values, order) {
  const bytes = Buffer.alloc(values.length * 2);
  const kept = values.filter((value) => !isGrease(value));
  for (const [at, value] of kept.entries()) bytes[`writeUInt16${order}`](value, at * 2);
  return createHash('sha1')
    .update(bytes.subarray(0, kept.length * 2))
    .digest('base64');
}

/** The JA4 fingerprint of a hello that came over TCP. */
export function ja4(hello) {
  const ciphers = hello.ciphers.filter((value) => !isGrease(value));
  const extensions = hello.extensions.filter((value) => !isGrease(value));
  const versions = hello.supportedVersions.filter((value) => !isGrease(value));
  const version = VERSIONS.get(Math.max(hello.legacyVersion, ...versions)) ?? '00';
  const signatures = hello.signatureAlgorithms.filter((value) => !isGrease(value)).map(hex);
  const sorted = extensions.filter((type) => type !== 0 && type !== 16).map(hex);
  const counts = `${twoDigits(ciphers.length)}${twoDigits(extensions.length)}`;
  const start = `t${version}${hello.serverName ? 'd' : 'i'}${counts}${ends(hello.alpn[0])}`;
  const last = [sorted.sort().join(','), ...(signatures.length ? [signatures.join(',')] : [])].join('_');
  return [start, short(ciphers.map(hex).sort().join(',')), short(last)].join('_');
}

const hex = (value) => value.toString(16).padStart(4, '0');
const twoDigits = (count) => String(Math.min(count, 99)).padStart(2, '0');
const short = (text) => (text ? createHash('sha256').update(text).digest('hex').slice(0, 12) : '0'.repeat(12));
const ends = (protocol) => (protocol ? protocol[0] + protocol.at(-1) : '00');
