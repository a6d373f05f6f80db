// The Backoffice as an operator uses it: the guide from sign-in to look-up, and every page's main act.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { startEdge } from '../lib/edge.mjs';
import { another } from '../lib/submission.mjs';
import { until, walkGuide } from './backoffice/guide.mjs';
import { EVIL, fill, pagesOf, startBackoffice } from './backoffice/stage.mjs';

let stage;
before(async () => {
  stage = await startBackoffice();
});
after(() => stage.stop());

/** What the console says but for the refusals that these tests ask for: no such device, no such parameter. */
const noiseOf = (desk) => desk.page.noise.filter((line) => !/status of (400|404)/.test(line));

const LOOKS = [390, 1440].flatMap((width) => ['light', 'dark'].map((theme) => [width, theme]));

async function look(page, width, theme) {
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
}

/** Nothing is wider than the screen, and axe, which must be there, finds nothing serious. */
async function usable(page, name, width, theme) {
  await look(page, width, theme);
  const { wide, violations } = await page.evaluate(async () => {
    const found = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return { wide: document.documentElement.scrollWidth - innerWidth, violations: found.violations };
  });
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120))}`);
  assert.deepEqual([told, Math.max(0, wide)], [[], 0], `${name}, ${width} px, ${theme}`);
}

describe('the guide can be walked from sign-in to look-up by who has never seen it, in', () => {
  test('chromium', async () => {
    const desk = await stage.open();
    await walkGuide(desk);
    assert.deepEqual([desk.page.noise, desk.elsewhere], [[], []]);
    await desk.close();
  });
});

test('where there is a demo, it is what a site is tested with: each time it submits anew', async () => {
  // It is told by its address which site to visit; its backend's own key would look devices up.
  const edge = await startEdge({ shards: 1, demo: { siteKey: 'pk_none', secretKey: 'sk_none' } });
  const local = await startBackoffice({ edge });
  try {
    const site = await edge.site();
    const desk = await local.open();
    await desk.signIn();
    await desk.go(`/t/${site.tenantId}/sites/${site.domainId}`);
    const first = await desk.visit('Open the demo');
    assert.equal(await desk.visit('Open the demo'), first);
    const { events } = await edge.admin('GET', `tenants/${site.tenantId}/events`);
    assert.deepEqual(
      events.map(({ deviceId, domainId }) => [deviceId, domainId]),
      [
        [first, site.domainId],
        [first, site.domainId],
      ],
    );
  } finally {
    await local.stop();
    await edge.stop();
  }
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

  test('show what came from outside as text, are usable by keyboard and reader, and fit every screen', async () => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    for (const [name, path] of Object.entries(at)) {
      await desk.show(path);
      await desk.page.evaluate(axe);
      assert.notEqual(await desk.page.title(), 'owned', `${name} ran what came from outside`);
      assert.equal(await desk.page.$('img[src="x"]'), null, `${name} took it for markup`);
      for (const [width, theme] of LOOKS) await usable(desk.page, name, width, theme);
    }
    await look(desk.page, 1440, 'light');
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

  test('every number of the dashboard leads to the list behind it, with as many rows', async () => {
    await desk.show(at.dashboard);
    await desk.page.waitForSelector('.chart canvas');
    const links = await desk.page.$$eval('.tile a, .bars a, td.num a', (all) =>
      all.map((link) => [link.href, link.textContent, Number(/\d+$/.exec(link.textContent.trim())[0])]),
    );
    const numbers = await desk.page.$$eval('.tile .big, .bars .num, td.num', (all) => all.length);
    assert.equal(links.length, numbers, 'each number is in a link');
    const dimensions = new Set(links.flatMap(([href]) => [...new URL(href).searchParams.keys()]));
    for (const name of ['riskLevel', 'flag', 'country', 'browser', 'identityMethod', 'to'])
      assert.ok(dimensions.has(name));
    for (const [href, text, number] of new Map(links.map((link) => [link[0], link])).values()) {
      const { pathname, search } = new URL(href);
      const list = pathname.replace('/backoffice/t/', '/v1/admin/tenants/');
      const answer = await stage.edge.admin('GET', `${list.slice('/v1/admin/'.length)}${search}&limit=200`);
      assert.equal((answer.events ?? answer.visits).length, number, `${text}: ${href}`);
    }
    await desk.press('critical 2');
    await desk.page.waitForSelector('td .badge.level-critical');
    const levels = await desk.page.$$eval('td .badge', (badges) => badges.map((badge) => badge.textContent));
    assert.deepEqual([...new Set(levels)], ['critical']);
  });

  test('search takes an id of ours, an id of theirs, or filters, and says what it does not find', async () => {
    const search = async (text) => {
      await desk.fill('Search', text);
      await desk.press('Search');
    };
    const query = () =>
      desk.page.evaluate(() => location.pathname.split('/').at(-1) + decodeURIComponent(location.search));
    await desk.go(at.devices);
    await desk.reads('First seen');
    await search('flag:webdriver maxScore:100');
    await until(query, async () => (await query()) === 'devices?flag=webdriver&maxScore=100');
    await desk.reads('Filter and sort (2)');
    await search('action:login');
    await until(query, async () => (await query()) === 'events?action=login');
    await search('user-1');
    await until(query, async () => (await query()) === 'events?linkedId=user-1');
    await desk.reads('Nothing is like that');
    await search('req_0000000000000000000000');
    await desk.reads('event_not_found');
    await search(world.evil.requestId);
    await desk.reads('Signals now, and what changed');
    assert.equal(await query(), `${world.evil.fingerprintId}?submission=${world.evil.requestId}`);
    await desk.go(`${at.device}?submission=${world.first.requestId}`);
    await desk.reads('Signals then, and what had changed');
  });

  test('a list is ordered by its columns, turned by pages, and reads itself again while it is live', async () => {
    await desk.show(at.devices);
    const scores = () =>
      desk.page.$$eval('td[data-name="Score"]', (cells) => cells.map((cell) => Number(cell.textContent)));
    await desk.press('Score ↕');
    await desk.page.waitForSelector('th[aria-sort="descending"] ::-p-text(Score)');
    await until(scores, async () => String(await scores()) === String((await scores()).toSorted((a, b) => b - a)));
    await desk.press('Score ↓');
    await until(scores, async () => String(await scores()) === String((await scores()).toSorted((a, b) => a - b)));
    await desk.reads('Read at');
    const rows = await scores();
    await desk.page.click('.fresh input[type="checkbox"]');
    await stage.edge.visitor({ browser: 'firefox' }).submit(world.site, another('while it is live'));
    await until(scores, async () => (await scores()).length === rows.length + 1);
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

  test('agents and programs that are welcome are named, and their secret shown once', async () => {
    await desk.go(at.site);
    await desk.fill('Agents that sign their requests', 'https://agent.example/');
    await desk.press('Save agents');
    await desk.reads('Saved. Submissions are weighed so within five minutes.');
    await desk.press('Make a secret');
    await desk.press('Make secret');
    await desk.reads('shown only once');
    const secret = await desk.text('[aria-label="Automation secret"]');
    const { site } = await stage.edge.admin('GET', `sites/${world.site.domainId}`);
    assert.deepEqual(site.allowedAgents, ['https://agent.example']);
    const program = stage.edge.visitor({ headers: { 'edgeprint-automation': secret } });
    const { flags } = await program.submit(world.site, another('a program of our own'));
    assert.ok(flags.includes('allowed_automation'), String(flags));
    await desk.press('End the secret');
    await desk.press('End secret');
    await desk.reads('There is no secret');
  });

  test('a refusal says what happened', async () => {
    await desk.go(at.devices);
    await desk.press('Filter and sort');
    await desk.fill('Country, as DE', 'germany');
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
