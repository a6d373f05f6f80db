// The OpenAPI document against the router, the Worker and an independent validator.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { assertProblem } from '../lib/assert.mjs';
import { document, documented, routes, seen } from '../lib/contract.mjs';
import { startEdge } from '../lib/edge.mjs';
import { aged } from '../lib/forge.mjs';
import { inRepo } from '../lib/repo.mjs';
import { submission } from '../lib/submission.mjs';
import { allScopes, bodyFor, credential, filled, nobody, REFUSED, signIn, world } from '../lib/world.mjs';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What a route is said to answer with and no test can make it: why not. */
const UNTRIED = {
  'a defect of ours': (route) => documented(route).filter((answer) => answer === '500 internal'),
};

let edge;
let own;
before(async () => {
  edge = await startEdge({ vars: { AUTH_CACHE_SECONDS: '0' } });
  own = await world(edge, allScopes(document));
});
after(() => edge.stop());

/** Calls a route as somebody who may; `changes` replace the path's names, the query, the body or the headers. */
async function call(route, { names = own, visitor = edge.visitor(), ...changes } = {}) {
  const body = 'body' in changes ? changes.body : await bodyFor(edge, route.operation.operationId, names);
  const given = { ...credential(edge, route, names), ...changes.headers };
  const headers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return visitor.send(route.method, filled(route.path, names) + (changes.query ?? ''), { body, headers });
}

describe('the document', () => {
  test('is OpenAPI 3.1, says a validator of another house', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    assert.ok(valid, JSON.stringify(errors, null, 1));
    assert.equal(validator.version, '3.1');
  });

  test('is served, and not sent again to whom has it', async () => {
    const answer = await edge.visitor().send('GET', '/v1/openapi.json');
    assert.deepEqual(answer.body, document);
    assert.match(answer.headers.get('cache-control'), /max-age=300/);
    const tag = answer.headers.get('etag');
    const again = await edge.visitor().send('GET', '/v1/openapi.json', { headers: { 'if-none-match': tag } });
    assert.deepEqual([again.status, again.text], [304, '']);
  });

  test('has every route of the router, and no other', async () => {
    assert.deepEqual(routes.map(({ method, path }) => `${method} ${path}`).sort(), (await routed()).sort());
  });

  test('names each operation once', () => {
    const ids = routes.map(({ operation }) => operation.operationId);
    assert.equal(new Set(ids).size, ids.length);
  });

  test('has an example for every error, of its own schema', () => {
    for (const { value } of Object.values(document.components.examples))
      assert.deepEqual(Object.keys(value).sort(), Object.keys(document.components.schemas.Problem.properties).sort());
  });
});

for (const path of Object.keys(document.paths)) {
  test(`${path} takes the documented methods alone`, async () => {
    const known = routes.filter((route) => route.path === path).map(({ method }) => method);
    for (const method of METHODS.filter((candidate) => !known.includes(candidate))) {
      const answer = await edge
        .visitor()
        .send(method, filled(path, own), { headers: credential(edge, { operation: {} }, own) });
      assertProblem(answer, 405, 'method_not_allowed', `${method} ${path}`);
    }
  });
}

describe('every documented answer comes:', () => {
  for (const route of routes) {
    const name = `${route.method} ${route.path}`;
    const answers = documented(route);
    const has = (code) => answers.some((answer) => answer.endsWith(` ${code}`));

    test(`${name} to whom may, and to whom may not`, async () => {
      const none = nobody(own);
      if (has('payload_malformed')) await call(route, { body: '{' });
      if (has('payload_too_large')) await call(route, { body: 'x'.repeat(70_000) });
      if (has('api_key_invalid') || has('admin_token_invalid'))
        await call(route, { headers: { authorization: 'Bearer guess' } });
      if (has('scope_missing')) {
        const [needed] = route.operation.security[0].secretKey;
        const others = allScopes(document).filter((scope) => scope !== needed);
        const { secretKey } = await edge.key(own.tenantId, { scopes: others });
        await call(route, { headers: { authorization: `Bearer ${secretKey}` } });
      }
      if (answers.some((answer) => answer.startsWith('404')) && route.path.includes('{'))
        await call(route, { names: { ...own, ...pick(none, route.path), file: 'none.js' } });
      if (has('resource_not_found') && route.operation.requestBody && !route.path.includes('{'))
        await call(route, { names: { ...own, tenantId: none.tenantId, domainId: none.domainId } });
      if (has('setting_invalid')) await refuse(route);
      if (has('conflict') && route.path !== '/v1/admin/session') await conflict(route);
      if (answers.includes('304')) {
        const tag = (await call(route)).headers.get('etag');
        await call(route, { headers: { 'if-none-match': tag } });
      }
      // The tenant is there, and nothing of it has this id.
      if (has('resource_not_found') && route.path.startsWith('/v1/admin/tenants/{tenantId}/'))
        await call(route, { names: { ...own, deviceId: none.deviceId, requestId: none.requestId } });
      if (has('session_forged'))
        await call(route, { headers: { authorization: undefined, cookie: await signIn(edge) } });
      if (route.operation.operationId === 'openSession') await call(route, { body: { token: 'guess' } });
      if (has('conflict') && route.path === '/v1/admin/session')
        await insecurely(route, await bodyFor(edge, route.operation.operationId, own));
      if (has('parameter_invalid')) await call(route, { query: '?unheard=of' });
      if (has('cursor_invalid')) await call(route, { query: '?cursor=guess' });
      if (has('rate_limited')) await flood(route);
      if (has('site_key_invalid') && route.operation.operationId !== 'submit')
        await call(route, { names: { ...own, siteKey: 'pk_none' } });
      // What changes something changes a tenant of its own.
      await call(route, { names: route.method === 'GET' ? own : await world(edge, allScopes(document)) });
    });
  }

  test('what pages alone are told', async () => {
    const [token, collect, visit] = ['/v1/token', '/v1/collect', '/v1/visit'].map((path) =>
      routes.find((route) => route.path === path),
    );
    const site = await edge.site({ allowedOrigins: ['listed.example'] });
    const listed = edge.visitor({ origin: 'https://listed.example' });
    const stranger = () => edge.visitor({ origin: 'https://stranger.example' });
    await call(token, { visitor: stranger(), body: { siteKey: site.siteKey } });
    const reading = submission('chromium').body;
    const granted = await listed.token(site);
    await call(collect, { visitor: stranger(), body: { ...reading, token: granted } });
    await call(collect, { visitor: listed, body: { token: granted, components: {} } });
    await call(collect, { visitor: listed, body: { ...reading, token: granted } });
    await call(collect, { visitor: listed, body: { ...reading, token: granted } });
    for (const settings of [{ gpcPolicy: 'refuse' }, { dailyQuota: 1 }]) {
      const limited = await edge.site(settings);
      const tokens = [await listed.token(limited), await listed.token(limited)];
      listed.headers = { 'sec-gpc': '1' };
      if (settings.gpcPolicy) await call(token, { visitor: listed, body: { siteKey: limited.siteKey } });
      for (const each of tokens) await call(collect, { visitor: listed, body: { ...reading, token: each } });
      listed.headers = {};
    }
    const deleted = await edge.site();
    const late = await listed.token(deleted);
    await edge.admin('DELETE', `sites/${deleted.domainId}`);
    await call(collect, { visitor: listed, body: { ...reading, token: late } });
    await call(collect, { body: { ...reading, token: 'guess' } });
    await call(collect, { body: { ...reading, token: aged(await listed.token(site), 121) } });
    await call(visit, { visitor: stranger(), body: { siteKey: site.siteKey, deviceToken: own.deviceToken } });
    await call(visit, { body: { siteKey: own.siteKey, deviceToken: 'guess' } });
    const gone = await world(edge, ['read:device']);
    await edge.forgetDevices(gone.tenantId);
    await call(visit, { body: { siteKey: gone.siteKey, deviceToken: gone.deviceToken } });
  });

  test('503 from every route that asks a database, when all of them fail', async () => {
    const broken = await startEdge({ vars: { AUTH_CACHE_SECONDS: '0' } });
    try {
      const names = await world(broken, allScopes(document));
      const bodies = new Map();
      for (const { operation } of routes)
        bodies.set(operation.operationId, await bodyFor(broken, operation.operationId, names));
      await broken.emptyKv();
      await breakAll(broken);
      for (const route of routes.filter((candidate) => documented(candidate).includes('503 unavailable'))) {
        const answer = await broken.visitor().send(route.method, filled(route.path, names), {
          body: bodies.get(route.operation.operationId),
          headers: credential(broken, route, names),
        });
        assertProblem(answer, 503, 'unavailable', `${route.method} ${route.path}`);
        assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
      }
    } finally {
      await broken.stop();
    }
  });

  test('and nothing that is documented was left out', () => {
    for (const route of routes) {
      const name = `${route.method} ${route.path}`;
      const excused = Object.values(UNTRIED).flatMap((which) => which(route));
      const missing = documented(route).filter((answer) => !seen.get(name).has(answer) && !excused.includes(answer));
      assert.deepEqual(missing, [], `${name} never answered so; it did: ${[...seen.get(name)].join(', ')}`);
    }
  });
});

/** A query, or a body, that says what cannot be. */
async function refuse(route) {
  if (route.method === 'GET') return call(route, { query: '?limit=0' });
  const { operationId } = route.operation;
  return call(route, { body: { ...(await bodyFor(edge, operationId, own)), ...REFUSED[operationId] } });
}

/** What the state of things forbids: a revoked key's change, an eleventh webhook. */
async function conflict(route) {
  const names = await world(edge, allScopes(document));
  if (route.path.includes('{keyId}')) await edge.admin('DELETE', `keys/${names.keyId}`);
  else for (let n = 1; n < 10; n += 1) await call(route, { names });
  return call(route, { names });
}

/** Over http and not on this machine, where a session would travel in the open. */
async function insecurely(route, body) {
  const visitor = edge.visitor();
  visitor.edge = { mf: edge.mf, url: 'http://edge.example' };
  await call(route, { visitor, body });
}

/** One more than the limit on what belongs to no tenant, or else on the tenant's. */
async function flood(route) {
  const visitor = edge.visitor();
  const spoilt = { headers: { authorization: 'Bearer guess' }, body: route.operation.requestBody && '{' };
  const isPage = !route.operation.security.length;
  for (let n = 0; n < 60; n += 1) {
    const { status } = await call(route, { visitor, ...(isPage ? { body: spoilt.body } : spoilt) });
    if (status === 429) return;
  }
}

/** Lets every table of every database be elsewhere, as if it had not been migrated. */
async function breakAll({ databases }) {
  const tables =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '_cf_%' AND name NOT LIKE 'sqlite%'";
  for (const db of databases) {
    const { results } = await db.prepare(tables).all();
    for (const { name } of results) await db.prepare(`ALTER TABLE "${name}" RENAME TO "lost_${name}"`).run();
  }
}

const pick = (names, path) =>
  Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, names[name]]));

/** The routes as the sources have them: `METHOD /path/{name}`. */
async function routed() {
  const folder = inRepo('edge-worker/src/routes');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.rs'));
  const sources = new Map();
  for (const name of files) sources.set(name, await readFile(join(folder, name), 'utf8'));
  const nested = [...sources.get('mod.rs').matchAll(/\.nest\("([^"]+)", (\w+)::router\(\)\)/g)];
  const prefix = (file) => nested.find(([, , module]) => file.startsWith(`${module}/`))?.[1] ?? '';
  return [...sources].flatMap(([file, source]) =>
    [
      ...source.matchAll(
        /\.route\(\s*"([^"]+)",([\s\S]*?)\)(?=\s*(?:\.(?:route|nest|method|fallback|with)|\/\/|$|\n\}))/g,
      ),
    ].flatMap(([, path, handlers]) => {
      const named = path.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
      const methods = [...handlers.matchAll(/\b(get|post|put|patch|delete)\(/g)].map(([, method]) =>
        method.toUpperCase(),
      );
      return methods.map((method) => `${method} ${prefix(file)}${named}`);
    }),
  );
}
