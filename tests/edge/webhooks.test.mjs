// Webhooks against receivers that work, fail, hang, redirect and leave.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { assertProblem, assertTime } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';
import { startReceiver } from '../lib/receiver.mjs';

let edge;
const receivers = [];
before(async () => {
  edge = await startEdge({ vars: { AUTH_CACHE_SECONDS: '0', WEBHOOK_TIMEOUT_MS: '1500' } });
});
after(() => edge.stop());
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});

const send = (method, path, body) =>
  edge.visitor({ origin: undefined }).send(method, `/v1/admin/${path}`, {
    body,
    headers: { authorization: `Bearer ${edge.adminToken}` },
  });

/** A site, a receiver and a webhook from the one to the other. */
async function hooked({ answer = 200, events, tenantId } = {}) {
  const receiver = await startReceiver(answer);
  receivers.push(receiver);
  const site = await edge.site({ tenantId });
  const made = await edge.admin('POST', 'webhooks', { domainId: site.domainId, url: receiver.url, events });
  return { receiver, site, webhook: made.webhook, secret: made.secret };
}

const deliveries = async ({ webhook }, state) =>
  (await edge.admin('GET', `webhooks/${webhook.id}/deliveries${state ? `?state=${state}` : ''}`)).deliveries;

/** The only message of a webhook, once it is as a test expects. */
async function delivery(hook, fits, ms = 10_000) {
  for (const end = Date.now() + ms; ; await sleep(30)) {
    const [found] = await deliveries(hook);
    if (found && fits(found)) return found;
    if (Date.now() > end) throw new Error(`the message stays ${JSON.stringify(found)}`);
  }
}
const tried = (times) => (found) => found.attempts === times && found.state === 'pending';

/** Runs the schedule, with every message that waits due. */
async function runSchedule({ due = true } = {}) {
  if (due) {
    for (const db of edge.databases) {
      await db.prepare("UPDATE webhook_deliveries SET next_try_at = 0 WHERE state = 'pending'").run();
    }
  }
  await (await edge.mf.getWorker()).scheduled({ cron: '* * * * *' });
}

/** A browser that says that a program drives it. */
const DRIVEN = { components: { webdriver: { status: 'ok', ms: 0, value: { value: true } } } };

describe('a message', () => {
  test('comes at once, signed as the convention says, and says what happened', async () => {
    const hook = await hooked({ events: ['submission.created'] });
    const visitor = edge.visitor();
    const answer = await visitor.submit(hook.site, DRIVEN);
    const [{ headers, body }] = await hook.receiver.received(1);
    const message = new Webhook(hook.secret).verify(body, headers);
    assertTime(message.timestamp);
    assert.deepEqual(message, {
      type: 'submission.created',
      timestamp: message.timestamp,
      data: {
        deviceId: answer.fingerprintId,
        domainId: hook.site.domainId,
        requestId: answer.requestId,
        score: answer.score,
        riskLevel: answer.risk_level,
        flags: answer.flags,
      },
    });
    assert.match(headers['content-type'], /^application\/json/);
    assert.ok(!body.includes(visitor.ip) && body.length < 2000);
    const done = await delivery(hook, ({ state }) => state === 'delivered');
    assert.deepEqual([done.id, done.attempts, done.lastStatus, done.lastError], [headers['webhook-id'], 1, 200, null]);
  });

  test('is not one that anybody else could have signed, or changed', async () => {
    const hook = await hooked({ events: ['submission.created'] });
    await edge.visitor().submit(hook.site);
    const [{ headers, body }] = await hook.receiver.received(1);
    assert.throws(() => new Webhook(`whsec_${Buffer.alloc(32).toString('base64')}`).verify(body, headers));
    assert.throws(() => new Webhook(hook.secret).verify(body.replace('d', 'D'), headers));
  });

  test('is kept without its content once it is delivered', async () => {
    const hook = await hooked({ events: ['submission.created'] });
    const { fingerprintId } = await edge.visitor().submit(hook.site);
    await delivery(hook, ({ state }) => state === 'delivered');
    const { tables } = await edge.everything();
    assert.ok(!JSON.stringify(tables.webhook_deliveries).includes(fingerprintId));
  });

  test('comes from the sites whose webhook it is, and of the events that it wants', async () => {
    const one = await hooked({ events: ['device.risk_changed'] });
    const two = await hooked({ tenantId: one.site.tenantId, events: ['submission.created'] });
    await edge.visitor().submit(one.site);
    await edge.visitor().submit(two.site);
    await two.receiver.received(1);
    await runSchedule();
    assert.deepEqual([one.receiver.messages.length, two.receiver.messages.length], [0, 1]);
  });

  test('tells when a device’s level changes, from what to what, and is silent when it stays', async () => {
    const hook = await hooked({ events: ['device.risk_changed'] });
    const visitor = edge.visitor();
    const first = await visitor.submit(hook.site);
    const same = await visitor.submit(hook.site, { deviceToken: first.deviceToken });
    assert.equal(same.risk_level, first.risk_level);
    const worse = await visitor.submit(hook.site, { deviceToken: first.deviceToken, ...DRIVEN });
    assert.equal(worse.fingerprintId, first.fingerprintId);
    const [{ headers, body }] = await hook.receiver.received(1);
    const { type, data } = new Webhook(hook.secret).verify(body, headers);
    assert.deepEqual(
      [type, data],
      [
        'device.risk_changed',
        {
          deviceId: first.fingerprintId,
          domainId: hook.site.domainId,
          requestId: worse.requestId,
          score: worse.score,
          riskLevel: worse.risk_level,
          previousScore: same.score,
          previousRiskLevel: same.risk_level,
        },
      ],
    );
    await visitor.submit(hook.site, { deviceToken: first.deviceToken });
    await hook.receiver.received(2);
    assert.equal(JSON.parse(hook.receiver.messages[1].body).data.riskLevel, first.risk_level);
  });

  test('tells that a device is erased, of the site where it was last seen, and what else waited about it is dropped', async () => {
    const hook = await hooked({ answer: 500 });
    const other = await hooked({ tenantId: hook.site.tenantId, events: ['device.erased'] });
    const { fingerprintId } = await edge.visitor().submit(hook.site);
    await delivery(hook, tried(1));
    hook.receiver.answer = 200;
    const { secretKey } = await edge.key(hook.site.tenantId, { scopes: ['write:device'] });
    const erased = await edge.visitor({ origin: undefined }).send('DELETE', `/v1/device/${fingerprintId}`, {
      headers: { authorization: `Bearer ${secretKey}` },
    });
    assert.equal(erased.status, 200, erased.text);
    const [, { headers, body }] = await hook.receiver.received(2);
    const { type, data } = new Webhook(hook.secret).verify(body, headers);
    assert.deepEqual([type, data], ['device.erased', { deviceId: fingerprintId, domainId: hook.site.domainId }]);
    await delivery(hook, ({ state }) => state === 'delivered');
    assert.equal((await deliveries(hook)).length, 1, 'the message on the submission is gone');
    await runSchedule();
    assert.equal(other.receiver.messages.length, 0);
    assert.ok(!JSON.stringify(await edge.everything()).includes(fingerprintId), 'a trace of the device');
  });

  test('is written with what it tells of, or not at all', async () => {
    const hook = await hooked({ events: ['submission.created'] });
    const visitor = edge.visitor();
    const token = await visitor.token(hook.site);
    await visitor.collect(token);
    await hook.receiver.received(1);
    assertProblem(await visitor.collect(token), 409, 'token_spent');
    assert.equal((await deliveries(hook)).length, 1);
  });
});

describe('a receiver', () => {
  test('that fails gets the same message again, later each time, until it takes it', async () => {
    const hook = await hooked({ answer: 500, events: ['submission.created'] });
    await edge.visitor().submit(hook.site);
    const first = await delivery(hook, tried(1));
    assert.deepEqual([first.lastStatus, first.lastError], [500, 'status 500']);
    await runSchedule({ due: false });
    assert.equal(hook.receiver.messages.length, 1, 'it is not due yet');
    await runSchedule();
    const second = await delivery(hook, tried(2));
    const wait = (found, at) => Date.parse(found.nextTryAt) - at;
    assert.ok(wait(second, Date.now()) > 30_000, 'waits grow');
    hook.receiver.answer = 204;
    await runSchedule();
    await delivery(hook, ({ state }) => state === 'delivered');
    const ids = new Set(hook.receiver.messages.map(({ headers }) => headers['webhook-id']));
    const bodies = new Set(hook.receiver.messages.map(({ body }) => body));
    assert.deepEqual([hook.receiver.messages.length, ids.size, bodies.size], [3, 1, 1]);
    for (const { headers, body } of hook.receiver.messages) new Webhook(hook.secret).verify(body, headers);
  });

  test('that hangs is left after the timeout', async () => {
    const hook = await hooked({ answer: 'hang', events: ['submission.created'] });
    await edge.visitor().submit(hook.site);
    const { lastStatus, lastError } = await delivery(hook, tried(1));
    assert.deepEqual([lastStatus, lastError], [null, 'no answer within 1500 ms']);
  });

  test('that is slow, but not too slow, has taken it', async () => {
    const slow = async (_request, response) => {
      await sleep(150);
      response.writeHead(202).end();
    };
    const hook = await hooked({ answer: slow, events: ['submission.created'] });
    await edge.visitor().submit(hook.site);
    await delivery(hook, ({ state }) => state === 'delivered');
  });

  test('that is not there is tried again', async () => {
    const hook = await hooked({ events: ['submission.created'] });
    await hook.receiver.close();
    receivers.length = 0;
    await edge.visitor().submit(hook.site);
    assert.equal((await delivery(hook, tried(1))).lastStatus, null);
  });

  test('that redirects is not followed', async () => {
    const target = await startReceiver();
    receivers.push(target);
    const redirect = (_request, response) => response.writeHead(307, { location: target.url }).end();
    const hook = await hooked({ answer: redirect, events: ['submission.created'] });
    await edge.visitor().submit(hook.site);
    assert.equal((await delivery(hook, tried(1))).lastStatus, 307);
    assert.equal(target.messages.length, 0);
  });

  test('that answers 410 is told nothing more, until the operator enables the webhook again', async () => {
    const hook = await hooked({ answer: 410, events: ['submission.created'] });
    await edge.visitor().submit(hook.site);
    const dead = await delivery(hook, ({ state }) => state === 'dead');
    assert.equal(dead.lastStatus, 410);
    const path = `webhooks/${hook.webhook.id}`;
    const { webhook } = await edge.admin('GET', path);
    assertTime(webhook.disabledAt);
    assert.equal(webhook.disabledReason, 'gone');
    const { entries } = await edge.admin('GET', `audit-log?tenantId=${hook.site.tenantId}`);
    const { action, actor, before, after, requestId } = entries[0];
    assert.deepEqual([action, actor, requestId], ['webhook.disable', 'edge', dead.id]);
    assert.deepEqual([before.disabledAt, after], [null, webhook]);
    await edge.visitor().submit(hook.site);
    await runSchedule();
    assert.equal(hook.receiver.messages.length, 1);
    await edge.admin('PATCH', path, { disabled: false });
    hook.receiver.answer = 200;
    await edge.visitor().submit(hook.site);
    await hook.receiver.received(2);
  });

  test('that fails ten times gets no more; the message is dead, and the operator can have it sent again', async () => {
    const hook = await hooked({ answer: 503, events: ['submission.created'] });
    await edge.visitor().submit(hook.site);
    for (let attempt = 1; attempt < 10; attempt += 1) {
      await delivery(hook, tried(attempt));
      await runSchedule();
    }
    const [dead] = await deliveries(hook, 'dead');
    assert.deepEqual([dead.attempts, dead.nextTryAt], [10, null]);
    await runSchedule();
    assert.equal(hook.receiver.messages.length, 10);
    hook.receiver.answer = 200;
    const path = `webhooks/${hook.webhook.id}/deliveries/${dead.id}/redeliver`;
    await edge.admin('POST', path);
    await runSchedule({ due: false });
    await delivery(hook, ({ state }) => state === 'delivered');
    assertProblem(await send('POST', path), 404, 'resource_not_found', 'it is dead no longer');
  });
});

test('two schedules at once send a message once', async () => {
  const hook = await hooked({ answer: 500, events: ['submission.created'] });
  for (let n = 0; n < 5; n += 1) await edge.visitor().submit(hook.site);
  await hook.receiver.received(5);
  await sleep(300);
  for (const db of edge.databases) {
    await db.prepare("UPDATE webhook_deliveries SET next_try_at = 0 WHERE state = 'pending'").run();
  }
  hook.receiver.messages.length = 0;
  hook.receiver.answer = async (_request, response) => {
    await sleep(100);
    response.writeHead(200).end();
  };
  await Promise.all([1, 2, 3].map(() => runSchedule({ due: false })));
  const ids = hook.receiver.messages.map(({ headers }) => headers['webhook-id']);
  assert.deepEqual([ids.length, new Set(ids).size], [5, 5]);
});

describe('a webhook', () => {
  test('is listed, read, changed and deleted, and its secret is shown once', async () => {
    const hook = await hooked();
    const path = `webhooks/${hook.webhook.id}`;
    assert.match(hook.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    assert.deepEqual(hook.webhook.events, ['submission.created', 'device.risk_changed', 'device.erased']);
    const { webhooks } = await edge.admin('GET', `webhooks?domainId=${hook.site.domainId}`);
    assert.deepEqual(webhooks, [hook.webhook]);
    const { webhook } = await edge.admin('PATCH', path, { events: ['device.erased'], disabled: true });
    assert.deepEqual([webhook.events, webhook.disabledReason], [['device.erased'], 'operator']);
    assert.deepEqual((await edge.admin('GET', path)).webhook, webhook);
    const { entries } = await edge.admin('GET', `audit-log?tenantId=${hook.site.tenantId}`);
    assert.equal(entries[0].action, 'webhook.change');
    const stored = JSON.stringify(await edge.everything());
    assert.ok(!stored.includes(hook.secret) && !stored.includes(hook.secret.slice(6)));
    await edge.admin('DELETE', path);
    assertProblem(await send('GET', path), 404, 'resource_not_found');
  });

  test('gets another secret, and both sign while they overlap', async () => {
    const hook = await hooked({ events: ['submission.created'] });
    const path = `webhooks/${hook.webhook.id}/rotate-secret`;
    const { secret } = await edge.admin('POST', path, { overlapSeconds: 3600 });
    assert.notEqual(secret, hook.secret);
    await edge.visitor().submit(hook.site);
    const [{ headers, body }] = await hook.receiver.received(1);
    for (const either of [secret, hook.secret]) new Webhook(either).verify(body, headers);
    const last = await edge.admin('POST', path, { overlapSeconds: 0 });
    await edge.visitor().submit(hook.site);
    const [, { headers: now, body: then }] = await hook.receiver.received(2);
    new Webhook(last.secret).verify(then, now);
    assert.throws(() => new Webhook(secret).verify(then, now));
  });

  for (const [what, url] of [
    ['a private address', 'https://10.0.0.1/'],
    ['the metadata service', 'http://169.254.169.254/'],
    ['plain http', 'http://example.com/'],
    ['credentials', 'https://a:b@example.com/'],
    ['no URL', 'example'],
  ]) {
    test(`is refused for ${what}`, async () => {
      const { domainId } = await edge.site();
      assertProblem(await send('POST', 'webhooks', { domainId, url }), 422, 'setting_invalid');
    });
  }

  test('may lead to this machine only where that is configured', async () => {
    const strict = await startEdge({ vars: { WEBHOOK_ALLOW_LOOPBACK: 'false' } });
    try {
      const { domainId } = await strict.site();
      const answer = await strict.visitor().send('POST', '/v1/admin/webhooks', {
        body: { domainId, url: 'http://127.0.0.1:9/' },
        headers: { authorization: `Bearer ${strict.adminToken}` },
      });
      assertProblem(answer, 422, 'setting_invalid');
    } finally {
      await strict.stop();
    }
  });

  test('is one of ten at most', async () => {
    const { domainId } = await edge.site();
    const add = () => send('POST', 'webhooks', { domainId, url: 'https://example.com/' });
    for (let n = 0; n < 10; n += 1) assert.equal((await add()).status, 200);
    assertProblem(await add(), 409, 'conflict');
  });

  test('of an unknown site, with unknown events or in an unknown state is refused', async () => {
    const { domainId } = await edge.site();
    const url = 'https://example.com/';
    assertProblem(await send('POST', 'webhooks', { domainId: 'd_x', url }), 404, 'resource_not_found');
    assertProblem(await send('POST', 'webhooks', { domainId, url, events: ['x'] }), 400, 'payload_malformed');
    assertProblem(await send('POST', 'webhooks', { domainId, url, events: [] }), 422, 'setting_invalid');
    const hook = await hooked();
    const path = `webhooks/${hook.webhook.id}/deliveries?state=x`;
    assertProblem(await send('GET', path), 422, 'setting_invalid');
  });
});
