// What must hold of the reader of ClientHellos for any bytes, and bytes to try it with: hellos of real clients, changed
// a little each time. A test plays some thousands; `npm run fuzz` as many as every other parser gets.
import assert from 'node:assert/strict';
import { cfOf, ja4 } from './cf.mjs';
import { clientHello, helloEnd } from './client-hello.mjs';

const JA4 = /^t\d\d[di]\d{4}..(_[0-9a-f]{12}){2}$/s;

/** Throws where something is broken. */
export function holds(bytes) {
  const end = helloEnd(bytes);
  if (end) {
    assert.ok(end <= bytes.length, 'it ends behind what came');
    assert.equal(helloEnd(bytes.subarray(0, end)), end, 'what comes later changes where it ends');
    assert.equal(helloEnd(bytes.subarray(0, end - 1)), undefined, 'it ends before its end');
  }
  const hello = clientHello(bytes);
  if (!hello) return;
  assert.ok(hello.length <= bytes.length && hello.random.length === 32);
  const { ciphers, extensions, groups, signatureAlgorithms, supportedVersions, alpn } = hello;
  for (const list of [ciphers, extensions, groups, signatureAlgorithms, supportedVersions])
    assert.ok(list.length * 2 <= bytes.length && list.every((value) => value >= 0 && value <= 0xffff));
  assert.ok(alpn.length <= bytes.length);
  assert.match(ja4(hello), JA4);
  assert.ok(cfOf(hello, { version: 'TLSv1.3', cipher: '', protocol: 'HTTP/2', ja4: true }).tlsClientExtensionsSha1);
}

/** Plays so many changed seeds; a failure tells the input in hex. The same `start` gives the same inputs. */
export function play(seeds, runs, { start = 1 } = {}) {
  const random = generator(start);
  for (let run = 1; run <= runs; run += 1) {
    const bytes = changed(seeds, random);
    try {
      holds(bytes);
    } catch (error) {
      throw new Error(`run ${run} of start ${start}: ${bytes.toString('hex')}`, { cause: error });
    }
  }
}

const CHANGES = [flipBit, setLength, cutShort, leaveOut, repeat, splitRecord, splice];
/** Numbers at which lengths go wrong. */
const EDGES = [0, 1, 2, 31, 32, 33, 127, 128, 255];

function changed(seeds, random) {
  let bytes = Buffer.from(seeds[random(seeds.length)]);
  for (let left = 1 + random(4); left > 0; left -= 1) bytes = CHANGES[random(CHANGES.length)](bytes, random, seeds);
  return bytes.subarray(0, 16_384);
}

function flipBit(bytes, random) {
  if (bytes.length) bytes[random(bytes.length)] ^= 1 << random(8);
  return bytes;
}

function setLength(bytes, random) {
  if (bytes.length) bytes[random(bytes.length)] = EDGES[random(EDGES.length)];
  return bytes;
}

function cutShort(bytes, random) {
  return bytes.subarray(0, random(bytes.length + 1));
}

function leaveOut(bytes, random) {
  const at = random(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random(32))]);
}

function repeat(bytes, random) {
  const at = random(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at + random(64)), bytes.subarray(at)]);
}

/** The same message in one record more. */
function splitRecord(bytes, random) {
  if (bytes.length < 6) return bytes;
  const first = random(bytes.length - 5);
  const records = [bytes.subarray(5, 5 + first), bytes.subarray(5 + first)].flatMap((part) => {
    const header = Buffer.from([22, 3, 1, 0, 0]);
    header.writeUInt16BE(part.length, 3);
    return [header, part];
  });
  return Buffer.concat(records);
}

function splice(bytes, random, seeds) {
  const other = seeds[random(seeds.length)];
  return Buffer.concat([bytes.subarray(0, random(bytes.length + 1)), other.subarray(random(other.length + 1))]);
}

/** Numbers below a bound, the same for the same start (mulberry32, public domain). */
function generator(start) {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
