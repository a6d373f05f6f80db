// The guide as who has never seen the Backoffice walks it: from sign-in to look-up, by what the pages say.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** Walks it at a desk of any browser; see `Desk` and `WebkitDesk`. */
export async function walkGuide(desk) {
  await desk.signIn();
  await desk.reads('No tenant yet');
  await desk.fill('Name', 'Acme');
  await desk.press('Add tenant');
  await desk.press('Acme');

  // Step 1: a site, and its snippet.
  await desk.reads('Nothing was seen in this range');
  await desk.press('Create a site');
  await desk.fill('Name', 'Shop');
  await desk.fill('Allowed origins', 'https://example.com/');
  await desk.reads('not the end of a host name');
  await desk.reads('Write example.com');
  await desk.fill('Allowed origins', 'localhost');
  await desk.reads('https://evillocalhost is refused');
  await desk.press('Create site');
  await desk.reads('Install');
  const siteKey = await desk.text('[aria-label="Site key"]');
  assert.match(siteKey, /^pk_/);
  assert.ok((await desk.text('[aria-label="Snippet: Script tag"]')).includes(`data-site-key="${siteKey}"`));

  // Step 2: a visitor. It would be refused, and the page says so first.
  await desk.reads('It will be refused');
  await desk.fill('Allowed origins', '127.0.0.1');
  await desk.reads('https://127.0.0.1 is allowed');
  await desk.press('Save settings');
  await desk.reads('Saved. Pages notice within five minutes.');
  const deviceId = await desk.visit('Open the test page');

  // Step 3: a secret key, shown once.
  await desk.press('API config');
  await desk.reads('No secret key yet');
  await desk.fill('Name', 'Production Backend');
  await desk.press('Create API key');
  await desk.reads('shown only once');
  const secret = await desk.text('[aria-label="Secret key"]');
  assert.match(secret, /^sk_/);
  await desk.press('I have saved it');
  assert.ok(!(await desk.html()).includes(secret), 'the secret is still in the page');

  // Step 4: the backend's look-up, and the operator's.
  const answer = await desk.edge.visitor().device(deviceId, secret);
  assert.equal(answer.body.device.deviceId, deviceId);
  await desk.press('Devices');
  await desk.fill('Search', deviceId);
  await desk.press('Search');
  await desk.reads('Identity decisions');
  await desk.reads(answer.body.device.riskLevel);

  // Step 5: what there is to decide upon.
  for (const { reason } of answer.body.device.reasons) await desk.reads(reason);
  await desk.press('Dashboard');
  await desk.reads('How ids were decided');
}

/** Asks until it holds; a busy machine takes its time. */
export async function until(what, holds) {
  for (const end = Date.now() + 120_000; ; await sleep(100)) {
    if (await holds()) return;
    if (Date.now() > end) throw new Error(`not within two minutes: ${await what()}`);
  }
}
