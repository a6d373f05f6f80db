// The Backoffice as an operator uses it: the guide from sign-in to look-up, and every page's main act.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { EVIL, fill, pagesOf, startBackoffice } from './backoffice/stage.mjs';

let stage;
before(async () => {
  stage = await startBackoffice();
});
after(() => stage.stop());

/** What the console says but for the refusals that these tests ask for: not signed in, no such device. */
const noiseOf = (desk) => desk.page.noise.filter((line) => !/status of (401|404)/.test(line));

test('the guide can be walked from sign-in to look-up by who has never seen it', async () => {
  const desk = await stage.open();
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
  await desk.fill('Allowed origins', '127.0.0.1');
  await desk.reads('https://127.0.0.1 is allowed');
  await desk.press('Create site');
  await desk.reads('Install');
  const siteKey = await desk.text('[aria-label="Site key"]');
  assert.match(siteKey, /^pk_/);
  assert.match(await desk.text('[aria-label="Snippet: Script tag"]'), new RegExp(`data-site-key="${siteKey}"`));

  // Step 2: a visitor, by the test page; what it submits is shown here.
  const opened = new Promise((resolve) => desk.page.once('popup', resolve));
  await desk.press('Open the test page');
  const visitor = await opened;
  await visitor.waitForFunction(() => /^dv_/.test(document.querySelector('#facts dd')?.textContent ?? ''), {
    polling: 50,
  });
  const deviceId = await visitor.$eval('#facts dd', (element) => element.textContent);
  await desk.page.bringToFront();
  await desk.reads('It works.');
  await desk.reads(deviceId);
  await visitor.close();

  // Step 3: a secret key, shown once.
  await desk.press('API config');
  await desk.reads('No secret key yet');
  await desk.fill('Name', 'Production Backend');
  await desk.press('Create API key');
  await desk.reads('shown only once');
  const secret = await desk.text('[aria-label="Secret key"]');
  assert.match(secret, /^sk_/);
  await desk.press('I have saved it');
  assert.ok(!(await desk.page.content()).includes(secret), 'the secret is still in the page');

  // Step 4: the backend's look-up, and the operator's.
  const answer = await stage.edge.visitor().device(deviceId, secret);
  assert.equal(answer.body.device.deviceId, deviceId);
  await desk.press('Devices');
  await desk.fill('Look a device up by its id', deviceId);
  await desk.press('Look up');
  await desk.reads('Identity decisions');
  await desk.reads(answer.body.device.riskLevel);

  // Step 5: what there is to decide upon.
  await desk.reads('webdriver');
  await desk.press('Dashboard');
  await desk.reads('How ids were decided');
  assert.deepEqual([noiseOf(desk), desk.elsewhere], [[], []]);
  await desk.close();
});

describe('the pages', () => {
  let desk;
  let world;
  let at;
  before(async () => {
    world = await fill(stage.edge);
    at = pagesOf(world);
    desk = await stage.open();
    await desk.signIn();
  });
  after(() => desk.close());

  test('show what came from outside as text, are usable by keyboard and reader, and fit a phone', async () => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await desk.page.setViewport({ width: 390, height: 844 });
    for (const [name, path] of Object.entries(at)) {
      await desk.show(path);
      const { wide, owned } = await desk.page.evaluate(() => ({
        wide: document.documentElement.scrollWidth - innerWidth,
        owned: document.title.includes('owned') || document.querySelector('img[src="x"]') !== null,
      }));
      assert.equal(owned, false, `${name} ran what came from outside`);
      assert.ok(wide <= 0, `${name} is ${wide} px too wide for a phone`);
      await desk.page.evaluate(axe);
      const found = await desk.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
      const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      assert.deepEqual(
        serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120))}`),
        [],
        name,
      );
    }
    await desk.page.setViewport({ width: 1440, height: 900 });
    assert.deepEqual(noiseOf(desk), []);
    assert.deepEqual(desk.elsewhere, []);
  });

  test('a device shows what changed, and markup in it stays text', async () => {
    await desk.go(at.device);
    await desk.reads('readings are other than at the submission before');
    assert.ok(
      (await desk.page.evaluate(() => document.querySelector('.readings ins').textContent)).includes('onerror'),
    );
    await desk.reads(EVIL.slice(0, 20));
  });

  test('a number of the dashboard leads to the list behind it', async () => {
    await desk.go(at.dashboard);
    await desk.page.waitForSelector('.chart canvas');
    await desk.press('critical');
    await desk.page.waitForSelector('.badge.level-critical');
    const levels = await desk.page.$$eval('td .badge', (badges) => badges.map((badge) => badge.textContent));
    assert.deepEqual([...new Set(levels)], ['critical']);
  });

  test('weights are tried before they are saved', async () => {
    await desk.go(at.risk);
    await desk.fill('webdriver', '1');
    await desk.press('Preview on the last 1,000 submissions');
    await desk.reads('would change level');
    await desk.press('Save weights');
    await desk.reads('Saved.');
    const { site } = await stage.edge.admin('GET', `sites/${world.site.domainId}`);
    assert.deepEqual(site.ruleWeights, { webdriver: 1 });
  });

  test('a webhook is added, and its secret shown once', async () => {
    await desk.go(at.webhooks);
    await desk.fill('Address', 'https://hooks.example/second');
    await desk.press('Add webhook');
    await desk.reads('shown only once');
    assert.match(await desk.text('[aria-label="Signing secret"]'), /^whsec_/);
  });

  test('settings are saved, and the log tells who did it', async () => {
    await desk.go(at.site);
    await desk.fill('Retention, days', '90');
    await desk.press('Save settings');
    await desk.reads('Saved. Pages notice within five minutes.');
    await desk.go(at.audit);
    await desk.reads('site.change');
    await desk.reads('retentionDays');
    await desk.reads('backoffice');
  });

  test('a refusal says what happened', async () => {
    await desk.go(at.devices);
    await desk.press('Filter and sort');
    await desk.fill('Country (DE)', 'germany');
    await desk.press('Apply');
    await desk.reads('parameter_invalid');
  });

  test('a device is erased once its id is typed', async () => {
    await desk.go(at.device);
    await desk.press('Erase');
    await desk.fill(`Type ${world.evil.fingerprintId} to confirm`, world.evil.fingerprintId);
    await desk.press('Erase device');
    await desk.page.waitForFunction(() => location.pathname.endsWith('/devices'), { polling: 50 });
    await desk.go(at.device);
    await desk.reads('Nothing is held on it');
  });

  test('who signs out sees nothing more', async () => {
    await desk.go(at.devices);
    await desk.press('Sign out');
    await desk.reads('Admin token');
    await desk.go(at.devices);
    await desk.reads('Admin token');
  });
});
