// A tenant with one of everything, for tests that try every route: where a route's path or query
// names a thing, its name leads to the id here.
import { submission } from './submission.mjs';

/** Every scope of the document. */
export function allScopes(document) {
  return [...document.components.securitySchemes.secretKey.description.matchAll(/`([a-z:]+)`/g)].map(
    ([, name]) => name,
  );
}

/** Makes one: `{tenantId, domainId, siteKey, secretKey, deviceId, deviceToken, requestId, keyId, …}`.
 *  Its webhook hears of nothing that tests do, so that nothing is sent behind their back. */
export async function world(edge, scopes) {
  const site = await edge.site();
  const key = await edge.key(site.tenantId, { scopes });
  const visitor = edge.visitor();
  const first = await visitor.submit(site);
  await visitor.visit(site.siteKey, first.deviceToken);
  const url = 'https://hooks.example/';
  const { webhook } = await edge.admin('POST', 'webhooks', { domainId: site.domainId, url, events: ['device.erased'] });
  const signing = await edge.admin('POST', 'signing-keys', { activateInSeconds: 604_800 });
  const deliveryId = `msg_${webhook.id.slice(3)}`;
  const { tenant } = await edge.admin('GET', `tenants/${site.tenantId}`);
  await edge.databases[tenant.shard]
    .prepare(
      `INSERT INTO webhook_deliveries (tenant_id, id, webhook_id, event, data, created_at, state, attempts, next_try_at,
        ended_at) VALUES (?1, ?2, ?3, 'device.erased', '{"domainId":""}', ?4, 'dead', 10, ?4, ?4)`,
    )
    .bind(site.tenantId, deliveryId, webhook.id, Date.now())
    .run();
  return {
    webhookId: webhook.id,
    deliveryId,
    signingKeyId: signing.key.id,
    tenantId: site.tenantId,
    domainId: site.domainId,
    siteKey: site.siteKey,
    keyId: key.id,
    secretKey: key.secretKey,
    deviceId: first.fingerprintId,
    deviceToken: first.deviceToken,
    requestId: first.requestId,
    file: 'edgeprint-collector.js',
  };
}

/** A path with its names filled in. */
export const filled = (path, names) =>
  path.replace(/\{(\w+)\}/g, (_, name) => {
    if (!names[name]) throw new Error(`tests/lib/world.mjs makes no ${name}; ${path} needs one`);
    return names[name];
  });

/** Ids of the right form that nobody has. */
export const nobody = (names) =>
  Object.fromEntries(
    Object.entries(names).map(([name, id]) => [name, id.includes('_') ? `${id.split('_')[0]}_${'0'.repeat(22)}` : id]),
  );

/** A body that a route takes, for routes that need one. */
export async function bodyFor(edge, operationId, names) {
  switch (operationId) {
    case 'issueToken':
      return { siteKey: names.siteKey };
    case 'submit':
      return { token: await edge.visitor().token({ siteKey: names.siteKey }), ...submission('chromium').body };
    case 'recordVisit':
      return { siteKey: names.siteKey, deviceToken: names.deviceToken };
    case 'openSession':
      return { token: edge.adminToken };
    case 'checkAllowedOrigins':
      return { allowedOrigins: ['example.com'], origins: ['https://example.com'] };
    case 'previewRisk':
      return { ruleWeights: { webdriver: 1 } };
    case 'addTenant':
      return { name: 'Acme' };
    case 'addSite':
      return { tenantId: names.tenantId, name: 'Shop' };
    case 'changeSite':
      return { name: 'Shop 2' };
    case 'addKey':
      return { tenantId: names.tenantId, name: 'Backend', scopes: ['read:device'] };
    case 'verify':
      return { sealed: 'none' };
    case 'changeTenant':
    case 'changeKey':
      return { name: 'Other' };
    case 'addWebhook':
      return { domainId: names.domainId, url: 'https://hooks.example/other' };
    case 'changeWebhook':
      return { url: 'https://hooks.example/another' };
    case 'rotateKey':
    case 'rotateSigningKey':
    case 'rotateWebhookSecret':
      return {};
    default:
      return undefined;
  }
}

/** What a route's body must say for a setting to be refused. */
export const REFUSED = {
  addTenant: { name: '' },
  checkAllowedOrigins: { allowedOrigins: Array(101).fill('example.com') },
  previewRisk: { suppressedFlags: ['nonsense'] },
  changeTenant: { name: '' },
  addSite: { name: '' },
  changeSite: { checkIntervalSeconds: 0 },
  addKey: { scopes: [] },
  changeKey: { scopes: [] },
  rotateKey: { overlapSeconds: 9_000_000 },
  rotateSigningKey: { activateInSeconds: 9_000_000 },
  addWebhook: { url: 'none' },
  changeWebhook: { url: 'none' },
  rotateWebhookSecret: { overlapSeconds: 9_000_000 },
};

/** The credential that a route asks for. */
export function credential(edge, { operation }, names) {
  const [asked] = operation.security ?? [];
  if (asked?.secretKey) return { authorization: `Bearer ${names.secretKey}` };
  return asked?.adminToken ? { authorization: `Bearer ${edge.adminToken}` } : {};
}

/** A session of the Backoffice, as the `Cookie` header that carries it. */
export async function signIn(edge, visitor = edge.visitor({ origin: undefined })) {
  const answer = await visitor.send('POST', '/v1/admin/session', { body: { token: edge.adminToken } });
  if (answer.status !== 200) throw new Error(`not signed in: ${answer.status} ${answer.text}`);
  return answer.headers.get('set-cookie').split(';')[0];
}
