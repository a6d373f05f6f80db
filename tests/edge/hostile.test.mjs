// Bodies made to break the reader. Each is a client error with a stable code,
// or is accepted as a value; never a fault of ours, and refusals write nothing.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { assertNothingWritten, assertOk, assertProblem } from '../lib/assert.mjs';
import { document, routes } from '../lib/contract.mjs';
import { startEdge } from '../lib/edge.mjs';
import { reading } from '../lib/submission.mjs';
import { allScopes, bodyFor, credential, filled, world } from '../lib/world.mjs';

const CODES = {
  400: ['payload_malformed'],
  401: ['token_invalid'],
  413: ['payload_too_large'],
  422: ['payload_invalid'],
};
const nested = (depth, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth);
const ok = (value) => ({ status: 'ok', value, ms: 0.1 });
const many = (count, entry) => Object.fromEntries(Array.from({ length: count }, (_, n) => entry(n)));

/** Bodies in which `TOKEN` stands for a fresh token. */
const BODIES = {
  'lone surrogates in a value':
    '{"token":"TOKEN","components":{"user_agent":{"status":"ok","value":"\\ud800","ms":1}}}',
  'lone surrogates in a key': '{"token":"TOKEN","components":{"\\udfff":{"status":"ok","value":1,"ms":1}}}',
  'a list nested 30,000 deep': `{"token":"TOKEN","components":{"fonts":{"status":"ok","value":${nested(30_000)},"ms":1}}}`,
  'a list nested 127 deep': `{"token":"TOKEN","components":{"fonts":{"status":"ok","value":${nested(120)},"ms":1}}}`,
  'an unclosed list': `{"token":"TOKEN","components":{"fonts":{"status":"ok","value":${'['.repeat(30_000)}`,
  'a map nested deep': `{"token":"TOKEN","components":{"screen":{"status":"ok","value":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)},"ms":1}}}`,
  'NaN as a word': '{"token":"TOKEN","components":{"math":{"status":"ok","value":NaN,"ms":1}}}',
  'a number beyond all bounds': '{"token":"TOKEN","components":{"heap_limit":{"status":"ok","value":1e999,"ms":1}}}',
  'a huge integer': `{"token":"TOKEN","components":{"heap_limit":{"status":"ok","value":${'9'.repeat(5000)},"ms":1}}}`,
  'a huge time': '{"token":"TOKEN","components":{"math":{"status":"ok","value":"x","ms":1e308}}}',
  'a negative time': '{"token":"TOKEN","components":{"math":{"status":"ok","value":"x","ms":-5}}}',
  'time as text': '{"token":"TOKEN","components":{"math":{"status":"ok","value":"x","ms":"1"}}}',
  'an unknown status': '{"token":"TOKEN","components":{"math":{"status":"great","value":"x","ms":1}}}',
  'an unknown reason': '{"token":"TOKEN","components":{"math":{"status":"failed","reason":"bored","ms":1}}}',
  'a status without a value': '{"token":"TOKEN","components":{"math":{"status":"ok","ms":1}}}',
  'null readings': '{"token":"TOKEN","components":{"math":null,"canvas":null}}',
  'readings that are a list': '{"token":"TOKEN","components":[1,2,3]}',
  'readings that are text': '{"token":"TOKEN","components":"all of them"}',
  'a token that is a number': '{"token":1,"components":{}}',
  'a token that is a map': '{"token":{"alg":"none"},"components":{}}',
  'the keys of a prototype':
    '{"token":"TOKEN","__proto__":{"score":0},"constructor":{"prototype":{}},"components":{"__proto__":{"status":"ok","value":1,"ms":1},"constructor":{"status":"ok","value":1,"ms":1}}}',
  'a token twice': '{"token":"TOKEN","token":"TOKEN","components":{}}',
  'one signal twice':
    '{"token":"TOKEN","components":{"math":{"status":"ok","value":"a","ms":1},"math":{"status":"ok","value":"b","ms":1}}}',
  '10,000 unknown signals': JSON.stringify({ token: 'TOKEN', components: many(3000, (n) => [`s${n}`, 1]) }),
  'a map of 1,000 members': JSON.stringify({
    token: 'TOKEN',
    components: { screen: ok(many(1000, (n) => [`k${n}`, n])) },
  }),
  'a map with negative sizes': JSON.stringify({
    token: 'TOKEN',
    components: { screen: ok({ width: -1, height: -1e9, colorDepth: 0.5 }) },
  }),
  'a user agent of 60 kB': JSON.stringify({ token: 'TOKEN', components: { user_agent: ok('x'.repeat(60_000)) } }),
  'a byte-order mark': '\ufeff{"token":"TOKEN","components":{}}',
  'two documents': '{"token":"TOKEN","components":{}}{"token":"TOKEN","components":{}}',
  'a zero byte': '{"token":"TOKEN","components":{"math":{"status":"ok","value":"\\u0000","ms":1}}}',
  'a raw zero byte': '{"token":"TOKEN","components":{"math":{"status":"ok","value":"\0","ms":1}}}',
  true: 'true',
  'a lone number': '1e5',
  'only spaces': ' '.repeat(1000),
  'form data': 'token=x&components=y',
};

let edge;
let site;
before(async () => {
  edge = await startEdge();
  site = await edge.site();
});
after(() => edge.stop());

/** A client error of a known code that wrote nothing, or a success. */
async function survives(what, body) {
  const visitor = edge.visitor();
  const token = await visitor.token(site);
  const before = await edge.everything();
  const answer = await visitor.send('POST', '/v1/collect', { body: body.replaceAll('TOKEN', token) });
  if (answer.status === 200) return assertOk(answer);
  assert.ok(CODES[answer.status]?.includes(answer.body?.code), `${what}: ${answer.status} ${answer.text}`);
  assertProblem(answer, answer.status, answer.body.code, what);
  assert.deepEqual(await edge.everything(), before, `${what}: something was written`);
}

describe('a submission with', () => {
  for (const [what, body] of Object.entries(BODIES)) test(what, () => survives(what, body));
});

describe('a reading of the wrong type is never a fault of ours:', () => {
  const values = [
    null,
    true,
    -1,
    1e300,
    '',
    '\ud800',
    [],
    [null],
    [[]],
    {},
    { a: null },
    { width: 'wide', brands: 7, languages: {}, offsets: [{}] },
  ];
  for (const value of values) {
    test(`every signal as ${JSON.stringify(value)}`, async () => {
      const names = Object.keys(reading('chromium').components);
      const components = Object.fromEntries(names.map((name) => [name, ok(value)]));
      await survives('mistyped', JSON.stringify({ token: 'TOKEN', components }));
    });
  }

  for (const status of ['unsupported', 'blocked', 'failed', 'timeout', 'noisy', 'tampered', 'skipped']) {
    test(`every signal ${status}`, async () => {
      const names = Object.keys(reading('chromium').components);
      const components = Object.fromEntries(names.map((name) => [name, { status, reason: 'threw', ms: 0 }]));
      await survives(status, JSON.stringify({ token: 'TOKEN', components }));
    });
  }
});

describe('each captured reading, spoilt member by member,', () => {
  for (const browser of ['chromium', 'firefox']) {
    test(`of ${browser} never makes a fault of ours`, async () => {
      const bodies = [...spoilt(reading(browser).components)];
      assert.ok(bodies.length > 50, `${bodies.length}`);
      while (bodies.length > 0) await Promise.all(bodies.splice(0, 10).map(accepts));
    });
  }
});

async function accepts(components) {
  const visitor = edge.visitor();
  const token = await visitor.token(site);
  const answer = await visitor.send('POST', '/v1/collect', { body: { token, components } });
  assert.ok(answer.status < 500, `${answer.status} ${answer.text} for ${JSON.stringify(components).slice(0, 200)}`);
}

/** Readings in which one member of one signal's map has another type. */
function* spoilt(components) {
  const wrong = [null, -1, 'x', [[]], {}];
  let turn = 0;
  for (const [name, reading] of Object.entries(components)) {
    if (typeof reading.value !== 'object' || reading.value === null || Array.isArray(reading.value)) continue;
    for (const member of Object.keys(reading.value)) {
      turn += 1;
      yield {
        ...components,
        [name]: { ...reading, value: { ...reading.value, [member]: wrong[turn % wrong.length] } },
      };
    }
  }
}

describe('request.cf', () => {
  const weird = {
    tlsVersion: 5,
    tlsCipher: null,
    tlsClientHelloLength: {},
    tlsClientExtensionsSha1: [],
    tlsClientCiphersSha1: '\ud800',
    clientAcceptEncoding: 7,
    httpProtocol: false,
    asn: 'AS1',
    asOrganization: 0,
    country: [],
    city: {},
    region: -1,
    timezone: 'Not/AZone',
    colo: null,
    botManagement: 'ja4',
    clientTcpRtt: 'fast',
    requestPriority: '',
  };
  for (const [what, cf] of [
    ['empty', {}],
    ['weird in every member', weird],
    ['with a number for bot management', { botManagement: 1 }],
    ['with a number for JA4', { botManagement: { ja4: 1 } }],
    [
      'with enormous text',
      { country: 'X'.repeat(10_000), city: 'Y'.repeat(10_000), asn: 1e300, timezone: 'Z'.repeat(5000) },
    ],
    ['with a negative ASN', { asn: -5, tlsClientHelloLength: '-1' }],
  ]) {
    test(`${what} is read without a fault`, async () => {
      const visitor = edge.visitor({ cf });
      assertOk(await visitor.collect(await visitor.token(site)), what);
    });
  }
});

describe('headers', () => {
  for (const [what, headers] of [
    ['absent', { 'user-agent': '', 'accept-language': '', accept: '' }],
    [
      'long',
      { 'user-agent': 'x'.repeat(8000), 'accept-language': 'de,'.repeat(1500), 'sec-ch-ua': '"a";v="1",'.repeat(500) },
    ],
    [
      'malformed',
      {
        'sec-ch-ua': '"""";;;v=',
        'sec-ch-ua-platform': '"',
        'sec-ch-ua-mobile': '?7',
        'accept-language': ';q=,;;q=9,*;q=x',
      },
    ],
    ['of Latin-1 bytes', { 'user-agent': 'caf\u00e9 \u00ff', 'accept-language': '\u00e9' }],
  ]) {
    test(`${what} are read without a fault`, async () => {
      const visitor = edge.visitor({ headers });
      assertOk(await visitor.collect(await visitor.token(site)), what);
    });
  }

  for (const ip of ['', 'garbage', '1.2.3.4, 5.6.7.8', '::1', '::ffff:1.2.3.4', '2001:db8::', '999.1.1.1']) {
    test(`the address ${JSON.stringify(ip)} is read without a fault`, async () => {
      const visitor = edge.visitor({ ip });
      assertOk(await visitor.collect(await visitor.token(site)), ip);
    });
  }
});

test('garbage bodies never make a fault of ours on any route', async () => {
  const garbage = async () => {
    for (const path of ['/v1/token', '/v1/collect', '/v1/visit']) {
      for (let n = 0; n < 15; n += 1) {
        const bytes = new Uint8Array(n * 97).map((_, at) => (at * 131 + n * 17) % 256);
        assertProblem(await edge.visitor().send('POST', path, { body: bytes }), 400, 'payload_malformed', path);
      }
    }
  };
  await assertNothingWritten(edge, garbage);
});

describe('on every route', () => {
  let own;
  before(async () => {
    own = await world(edge, allScopes(document));
  });

  /** Asks as somebody who may: answered as documented, with no fault of ours. */
  async function isAnswered(route, { path = filled(route.path, own), body, headers }) {
    const all = { ...credential(edge, route, own), ...headers };
    const answer = await edge.visitor().send(route.method, path, { body, headers: all });
    assert.ok(answer.status < 500, `${route.method} ${path.slice(0, 200)}: ${answer.status} ${answer.text}`);
    return answer;
  }

  const bytes = (text, encoding) => new Uint8Array(Buffer.from(text, encoding));
  /** What may be made of a body that is right: its bytes, and the headers with them. */
  const SPOILT = {
    'in UTF-16': (text) => ({ body: bytes(`\ufeff${text}`, 'utf16le') }),
    'in Latin-1': (text) => ({ body: bytes(text.replace('{', '{"caf\u00e9":1,'), 'latin1') }),
    'of bytes that are no UTF-8': () => ({ body: Uint8Array.of(0x7b, 0x22, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0x22, 0x7d) }),
    'that is compressed': (text) => ({ body: gzipSync(text), headers: { 'content-type': 'application/gzip' } }),
    'that lies of its encoding': (text) => ({
      body: text.slice(1),
      headers: { 'content-type': 'text/plain;charset=utf-16' },
    }),
    'nested 60,000 deep': () => ({ body: nested(30_000, '{"a":[', ']}').slice(0, 60_000) }),
    'of another type': () => ({ body: '[[null]]' }),
    'of more than 64 kB': (text) => ({ body: text + ' '.repeat(70_000) }),
  };

  for (const route of routes.filter(({ operation }) => operation.requestBody)) {
    test(`${route.method} ${route.path} refuses a body that is none, and survives wrong members`, async () => {
      const right = JSON.stringify(await bodyFor(edge, route.operation.operationId, own));
      for (const [what, spoil] of Object.entries(SPOILT)) {
        const answer = await isAnswered(route, spoil(right));
        assert.ok(['payload_malformed', 'payload_too_large'].includes(answer.body.code), `${what}: ${answer.text}`);
      }
      for (const wrong of ['"\\ud800"', '1e999', '-1', '9'.repeat(400), '"\\u0000"', '{"__proto__":[]}', 'null']) {
        const members = Object.keys(JSON.parse(right));
        if (members.length === 0) break; // all of them may be left out
        const text = `{${members.map((name) => `"${name}":${wrong},"${name}":${wrong}`).join()}}`;
        const { status } = await isAnswered(route, { body: text });
        assert.ok(status >= 400, `${text} is taken`);
      }
    });
  }

  test('a path that leads nowhere, and one that is no text, are client errors', async () => {
    for (const route of routes.filter(({ path }) => path.includes('{'))) {
      for (const id of ['%ED%A0%80', '%00', '..%2f..%2f', 'x'.repeat(6000), '%F0%9F%92%A9', "'--", '-1'])
        assert.ok((await isAnswered(route, { path: route.path.replaceAll(/\{\w+\}/g, id) })).status >= 400, id);
    }
  });

  test('a query of nonsense is one too, and told as such', async () => {
    const queried = ({ operation }) => (operation.parameters ?? []).filter((one) => one.in === 'query');
    for (const route of routes.filter((candidate) => queried(candidate).length > 0)) {
      const values = ['-1', '1e999', '%ED%A0%80', '%', 'x'.repeat(6000)];
      const queries = queried(route).flatMap(({ name }) => values.map((value) => `${name}=${value}&${name}=${value}`));
      const path = filled(route.path, own);
      while (queries.length > 0)
        await Promise.all(queries.splice(0, 10).map((query) => isAnswered(route, { path: `${path}?${query}` })));
    }
  });

  test('headers of tens of thousands of bytes are answered', async () => {
    const long = 'x'.repeat(30_000);
    for (const route of routes.filter(({ method }) => method === 'GET' || method === 'POST')) {
      const body = await bodyFor(edge, route.operation.operationId, own);
      for (const headers of [{ cookie: `a=${long}` }, { 'user-agent': long }, { authorization: `Bearer ${long}` }])
        await isAnswered(route, { body, headers });
    }
  });
});
