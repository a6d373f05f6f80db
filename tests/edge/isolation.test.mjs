// One tenant's ids, keys and cursors are worth nothing to another, on any route: the routes are the
// document's, so a new one is tried as well.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertNothingWritten, assertProblem } from '../lib/assert.mjs';
import { document, documented, routes } from '../lib/contract.mjs';
import { startEdge } from '../lib/edge.mjs';
import { another } from '../lib/submission.mjs';
import { allScopes, bodyFor, credential, filled, nobody, world } from '../lib/world.mjs';

let edge;
let ours;
let theirs;
before(async () => {
  edge = await startEdge({ vars: { AUTH_CACHE_SECONDS: '0' } });
  ours = await world(edge, allScopes(document));
  theirs = await world(edge, allScopes(document));
  // A key's first use is written down, and none for some minutes after it.
  await edge.visitor().device(theirs.deviceId, theirs.secretKey);
});
after(() => edge.stop());

const forBackends = routes.filter(({ operation }) => operation.security[0]?.secretKey);
const forOperators = routes.filter(({ operation }) => operation.security[0]?.adminToken);
const NAMES = /\{(\w+)\}/g;

/** Asks with their key; `names` fill the path. */
const ask = (route, names, query = '') =>
  edge.visitor({ origin: undefined }).send(route.method, filled(route.path, names) + query, {
    headers: credential(edge, route, theirs),
  });

/** Nothing that is ours is in an answer to them. */
function assertSilent({ text }, what) {
  for (const secret of ['tenantId', 'domainId', 'siteKey', 'deviceId', 'requestId', 'keyId', 'deviceToken'])
    assert.ok(!text.includes(ours[secret]), `${what} tells our ${secret}: ${text.slice(0, 300)}`);
}

test('the two tenants are apart, and in two databases', () => {
  for (const name of Object.keys(ours)) if (name !== 'file') assert.notEqual(ours[name], theirs[name], name);
});

describe("another tenant's key", () => {
  for (const route of forBackends.filter(({ path }) => path.includes('{'))) {
    test(`finds nothing of ours by ${route.method} ${route.path}, as if it did not exist`, async () => {
      const foreign = await assertNothingWritten(edge, () => ask(route, ours));
      assertProblem(foreign, 404, foreign.body.code);
      const unknown = await ask(route, nobody(ours));
      assert.deepEqual([foreign.body.code, foreign.body.detail], [unknown.body.code, unknown.body.detail]);
      assertSilent(foreign, route.path);
    });
  }

  for (const route of forBackends.filter(({ method, path }) => method === 'GET' && !path.includes('{'))) {
    const parameters = (route.operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
    test(`is told nothing of ours by ${route.method} ${route.path}`, async () => {
      assertSilent(await ask(route, theirs), route.path);
      for (const { name } of parameters.filter((parameter) => parameter.name in ours)) {
        const answer = await ask(route, theirs, `?${name}=${ours[name]}`);
        assert.ok([200, 400, 404].includes(answer.status), answer.text);
        assertSilent({ text: answer.text.replaceAll(`"${name}":"${ours[name]}"`, '') }, `${route.path}?${name}`);
      }
    });

    if (!parameters.some(({ name }) => name === 'cursor')) continue;
    test(`cannot go on with a cursor of ours in ${route.path}`, async () => {
      await edge.visitor().submit(ours, another('for a second page'));
      await edge.visitor().visit(ours.siteKey, ours.deviceToken);
      const headers = { authorization: `Bearer ${ours.secretKey}` };
      const page = await edge.visitor().send('GET', `${route.path}?limit=1`, { headers });
      const cursor =
        page.body?.nextCursor ?? /"(?:nextCursor|cursor)":"([^"]+)"/.exec(page.text)?.[1] ?? csvCursor(page.text);
      assert.ok(cursor, `no cursor in ${page.text.slice(0, 300)}`);
      const answer = await ask(route, theirs, `?limit=1&cursor=${cursor}`);
      assertProblem(answer, 400, 'cursor_invalid', route.path);
    });
  }
});

/** The last cell of the first row. */
const csvCursor = (text) => text.split(/\r?\n/)[1]?.split(',').at(-1);

describe('no key of a tenant opens', () => {
  for (const route of forOperators) {
    test(`${route.method} ${route.path}`, async () => {
      const body = await bodyFor(edge, route.operation.operationId, ours);
      for (const key of [ours.secretKey, ours.siteKey, theirs.secretKey, ours.deviceToken]) {
        const answer = await assertNothingWritten(edge, () =>
          edge.visitor().send(route.method, filled(route.path, ours), {
            body,
            headers: { authorization: `Bearer ${key}` },
          }),
        );
        assertProblem(answer, 401, 'admin_token_invalid');
      }
    });
  }

  for (const route of forBackends) {
    test(`${route.method} ${route.path} but a secret one`, async () => {
      const body = await bodyFor(edge, route.operation.operationId, ours);
      for (const key of [ours.siteKey, ours.deviceToken, edge.adminToken]) {
        const answer = await assertNothingWritten(edge, () =>
          edge.visitor().send(route.method, filled(route.path, ours), {
            body,
            headers: { authorization: `Bearer ${key}` },
          }),
        );
        assertProblem(answer, 401, 'api_key_invalid');
      }
    });
  }
});

describe('an operator who names a tenant', () => {
  const ofTenants = routes.filter(({ path }) => path.startsWith('/v1/admin/tenants/{tenantId}/'));
  for (const route of ofTenants.filter(({ path }) => /\{(deviceId|requestId)\}/.test(path))) {
    test(`finds nothing of another by ${route.method} ${route.path}`, async () => {
      const names = { ...ours, tenantId: theirs.tenantId };
      const foreign = await assertNothingWritten(edge, () => ask(route, names));
      assertProblem(foreign, 404, route.path.includes('{deviceId}') ? 'device_not_found' : 'event_not_found');
    });
  }

  for (const route of ofTenants.filter(({ path }) => !/\{(deviceId|requestId)\}/.test(path))) {
    test(`is told of that one alone by ${route.method} ${route.path}`, async () => {
      assertSilent(await ask(route, theirs), route.path);
    });
  }

  test('cannot go on with a cursor of another', async () => {
    const list = (tenantId, query) =>
      ask(
        { method: 'GET', path: `/v1/admin/tenants/${tenantId}/events`, operation: { security: [{ adminToken: [] }] } },
        ours,
        query,
      );
    const { nextCursor } = (await list(ours.tenantId, '?limit=1')).body;
    assert.ok(nextCursor);
    assertProblem(await list(theirs.tenantId, `?limit=1&cursor=${nextCursor}`), 400, 'cursor_invalid');
  });
});

describe("on another tenant's pages", () => {
  test('our device token is no visit', async () => {
    const answer = await assertNothingWritten(edge, () => edge.visitor().visit(theirs.siteKey, ours.deviceToken));
    assertProblem(answer, 401, 'device_token_invalid');
  });

  test('our device token leads to no device of ours, nor does our fingerprint', async () => {
    const answer = await edge.visitor().submit(theirs, { deviceToken: ours.deviceToken });
    assert.notEqual(answer.fingerprintId, ours.deviceId);
    assertSilent({ text: JSON.stringify(answer) }, 'collect');
  });

  test('every route that a page calls is tried here', () => {
    const pages = routes.filter(({ operation, path }) => !operation.security.length && path.startsWith('/v1/'));
    const asking = pages.filter((route) => documented(route).includes('503 unavailable'));
    assert.deepEqual(asking.map(({ path }) => path).sort(), ['/v1/collect', '/v1/token', '/v1/visit']);
  });
});

test('every name in a path leads somewhere', () => {
  for (const { path } of routes) for (const [, name] of path.matchAll(NAMES)) assert.ok(ours[name], `${path}: ${name}`);
});
