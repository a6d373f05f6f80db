// Automation that a site welcomes: agents that sign their requests (Web Bot Auth), programs that know its secret.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';

const SECRET = 'correct-horse-battery-staple';
const DIRECTORY = '/.well-known/http-message-signatures-directory';
/** A browser that says that a program drives it. */
const DRIVEN = { components: { webdriver: { status: 'ok', ms: 0, value: { value: true } } } };

let edge;
const started = [];
before(async () => {
  edge = await startEdge({ vars: { AUTH_CACHE_SECONDS: '0' } });
});
after(async () => {
  for (const server of started) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await edge.stop();
});

/** An agent: its keys, published as `answer` decides, and how it signs. `asked` counts who came for the keys. */
async function startAgent(answer) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  const keys = { keys: [{ kty: 'OKP', crv: 'Ed25519', x }] };
  const agent = { asked: [], privateKey };
  const server = createServer((request, response) => {
    agent.asked.push(request.url);
    if (answer) return answer(request, response);
    response.writeHead(200, { 'content-type': 'application/http-message-signatures-directory+json' });
    response.end(JSON.stringify(keys));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  started.push(server);
  agent.origin = `http://127.0.0.1:${server.address().port}`;
  agent.key = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
  return agent;
}

/** The headers of a signed submission; `changes` replace what is signed and how. */
function signed(agent, changes = {}) {
  const now = Math.floor(Date.now() / 1000);
  const { created = now - 1, expires = now + 300, privateKey = agent.privateKey } = changes;
  const { key = agent.key, origin = agent.origin, authority = new URL(edge.url).host } = changes;
  const params = `("@authority" "signature-agent";key="me");created=${created};expires=${expires};keyid="${key}";alg="ed25519";tag="web-bot-auth"`;
  const base = `"@authority": ${authority}\n"signature-agent";key="me": "${origin}"\n"@signature-params": ${params}`;
  const signature = sign(null, Buffer.from(base), privateKey).toString('base64');
  return {
    'signature-agent': `me="${origin}"`,
    'signature-input': `me=${params}`,
    signature: `me=:${signature}:`,
  };
}

const submit = (site, headers, changes = DRIVEN) => edge.visitor().submit(site, { ...changes, headers });

describe('an agent that the site lists', () => {
  test('is told as such and not scored, whatever else shows that it is a program; its keys are fetched once', async () => {
    const agent = await startAgent();
    const site = await edge.site({ allowedAgents: [agent.origin] });
    for (let n = 0; n < 3; n += 1) {
      const { score, flags, reasons } = await submit(site, signed(agent));
      assert.equal(score, 0, `${flags}`);
      assert.ok(flags.includes('verified_bot') && flags.includes('webdriver'), `${flags}`);
      assert.ok(reasons.find(({ flag }) => flag === 'verified_bot').reason.includes(agent.origin));
    }
    assert.deepEqual(agent.asked, [DIRECTORY]);
  });

  test('is judged as anybody without a signature, and where the site does not list it: its keys are not asked for', async () => {
    const agent = await startAgent();
    const site = await edge.site({ allowedAgents: [agent.origin] });
    for (const [at, headers] of [
      [site, {}],
      [await edge.site(), signed(agent)],
    ]) {
      const { score, flags } = await submit(at, headers);
      assert.ok(score >= 80 && flags.includes('webdriver'), `${score} ${flags}`);
      assert.ok(!flags.includes('verified_bot') && !flags.includes('agent_signature_invalid'), `${flags}`);
    }
    assert.deepEqual(agent.asked, []);
  });

  test('is not who signs with another key, for another host, for another time, or in its name with a key of his own', async () => {
    const [agent, thief] = [await startAgent(), await startAgent()];
    const site = await edge.site({ allowedAgents: [agent.origin] });
    const now = Math.floor(Date.now() / 1000);
    for (const changes of [
      { privateKey: thief.privateKey },
      { privateKey: thief.privateKey, key: thief.key },
      { authority: 'another.example' },
      { created: now - 900, expires: now - 600 },
      { created: now + 600, expires: now + 900 },
    ]) {
      const { score, flags } = await submit(site, signed(agent, changes), {});
      assert.ok(
        flags.includes('agent_signature_invalid') && score >= 60,
        `${JSON.stringify(changes)} ${score} ${flags}`,
      );
    }
    assert.deepEqual(thief.asked, []);
  });

  test('whose keys cannot be had is nobody in particular', async () => {
    for (const answer of [
      (_, response) => response.writeHead(500).end(),
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      (_, response) => response.end('x'.repeat(200_000)),
      (_, response) => response.end('[]'),
      (request) => request.socket.destroy(),
    ]) {
      const agent = await startAgent(answer);
      const site = await edge.site({ allowedAgents: [agent.origin] });
      const { flags } = await submit(site, signed(agent), {});
      assert.ok(!flags.includes('verified_bot') && !flags.includes('agent_signature_invalid'), `${flags}`);
      assert.equal(agent.asked.length, 1);
    }
  });

  test('may still not send a copy', async () => {
    const agent = await startAgent();
    const site = await edge.site({ allowedAgents: [agent.origin] });
    await submit(site, signed(agent), { copy: true });
    const { score, flags } = await submit(site, signed(agent), { copy: true });
    assert.ok(score >= 60 && flags.includes('verified_bot') && flags.includes('replayed_submission'), `${flags}`);
  });
});

describe('a program that knows the site’s secret', () => {
  test('is let through, and nobody else', async () => {
    const site = await edge.site({ automationSecret: SECRET });
    const known = await submit(site, { 'edgeprint-automation': SECRET });
    assert.equal(known.score, 0);
    assert.ok(known.flags.includes('allowed_automation') && known.flags.includes('webdriver'));
    for (const [at, secret] of [
      [site, `${SECRET}s`],
      [site, ''],
      [await edge.site(), SECRET],
    ]) {
      const { score, flags } = await submit(at, { 'edgeprint-automation': secret });
      assert.ok(score >= 80 && !flags.includes('allowed_automation'), `${score} ${flags}`);
    }
  });

  test('is known by the secret’s digest alone: no table, log or answer tells it, and null ends it', async () => {
    const site = await edge.site({ automationSecret: SECRET });
    assert.equal(site.hasAutomationSecret, true);
    assert.ok(!JSON.stringify(site).includes(SECRET));
    assert.ok(!JSON.stringify(await edge.everything()).includes(SECRET));
    const { site: changed } = await edge.change(site, { automationSecret: null });
    assert.equal(changed.hasAutomationSecret, false);
    assert.ok((await submit(site, { 'edgeprint-automation': SECRET })).score >= 80);
  });

  test('may send it from a page: the preflight allows the header', async () => {
    const { headers } = await edge.visitor().send('OPTIONS', '/v1/collect', {
      headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'edgeprint-automation' },
    });
    assert.match(headers.get('access-control-allow-headers'), /Edgeprint-Automation/);
  });
});

test('what cannot be listed is refused by name', async () => {
  const site = await edge.site();
  const operator = edge.visitor({ origin: undefined });
  for (const [body, said] of [
    [{ allowedAgents: ['https://10.0.0.1'] }, 'allowedAgents'],
    [{ allowedAgents: ['http://agent.example'] }, 'allowedAgents'],
    [{ allowedAgents: ['https://agent.example/path'] }, 'allowedAgents'],
    [{ allowedAgents: Array(21).fill('https://agent.example') }, 'allowedAgents'],
    [{ automationSecret: 'short' }, 'automationSecret'],
  ]) {
    const answer = await operator.send('PATCH', `/v1/admin/sites/${site.domainId}`, {
      body,
      headers: { authorization: `Bearer ${edge.adminToken}` },
    });
    assertProblem(answer, 422, 'setting_invalid');
    assert.ok(answer.body.detail.includes(said), answer.body.detail);
  }
});
