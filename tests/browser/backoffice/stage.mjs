// The Backoffice in a real browser, over a Worker that has something to show.
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, openPage } from '../../lib/browsers.mjs';
import { startEdge } from '../../lib/edge.mjs';
import { another } from '../../lib/submission.mjs';

/** By the clock: frames stand still in tabs that are not in front. */
const POLL = { polling: 50 };

/** How long anything may take: a busy machine takes its time. */
const PATIENCE_MS = 120_000;

/** How long a tab takes to open, far more than it does. */
const PRESS_MS = 20_000;

export async function startBackoffice({ kind = 'chromium', edge } = {}) {
  const own = edge ?? (await startEdge({ shards: 1, rateLimit: 10_000 }));
  const browser = await launch(kind);
  return {
    edge: own,
    browser,
    open: (size) => open(own, browser, { ...size, kind }),
    stop: () => Promise.all([browser.close(), edge ? undefined : own.stop()]),
  };
}

/** A tab in a profile of its own, with what a person does in it: see {@link Desk}. */
async function open(edge, browser, { width = 1440, height = 900, kind }) {
  const context = await browser.createBrowserContext();
  const page = await openPage(context);
  await page.setViewport({ width, height });
  page.setDefaultTimeout(PATIENCE_MS);
  const desk = new Desk(edge, page, context);
  const done = (request) => desk.pending.delete(request);
  page.on('requestfinished', done).on('requestfailed', done);
  page.on('framenavigated', () => desk.pending.clear());
  page.on('request', (request) => {
    // Firefox does not say by BiDi what a request is for; `show` is Chromium's alone.
    if (kind === 'chromium' && request.resourceType() === 'fetch') desk.pending.add(request);
    if (!request.url().startsWith(edge.url) && !/^(data|blob):/.test(request.url())) desk.elsewhere.push(request.url());
  });
  return desk;
}

class Desk {
  /** What the page waits for. */
  pending = new Set();

  /** What the page asked of others than the edge. */
  elsewhere = [];

  constructor(edge, page, context) {
    Object.assign(this, { edge, page, context });
  }

  go(path = '') {
    return this.page.goto(`${this.edge.url}/backoffice${path}`, { waitUntil: 'domcontentloaded' });
  }

  /** Goes to a page and waits until it has all that it asked for. */
  async show(path) {
    await this.go(path);
    await this.page.waitForSelector('main h1');
    for (let quiet = 0; quiet < 4; quiet = this.pending.size === 0 ? quiet + 1 : 0) await sleep(50);
  }

  async signIn() {
    await this.go();
    await this.fill('Admin token', this.edge.adminToken);
    await this.press('Sign in');
    await this.page.waitForSelector('#nav', POLL);
  }

  /** Waits until the page says something. */
  async reads(text) {
    const found = (wanted) => document.body.innerText.includes(wanted);
    await this.page.waitForFunction(found, { ...POLL, timeout: PATIENCE_MS }, text).catch(async () => {
      const shown = await this.page.evaluate(() => document.body.innerText.slice(0, 2000));
      throw new Error(`"${text}" is not to be read in:\n${shown}`);
    });
  }

  /** Writes into the field of this label. */
  async fill(label, text) {
    const field = await this.page.waitForSelector(
      `::-p-xpath(//*[@id=//label[normalize-space()=${JSON.stringify(label)}]/@for])`,
    );
    await field.evaluate((element) => element.select?.());
    await field.type(text);
  }

  /** Presses the button or link of this name. */
  async press(name) {
    const target = await this.page.waitForSelector(
      `::-p-xpath(//*[self::button or self::a or self::summary][normalize-space()="${name}"])`,
      {
        visible: true,
      },
    );
    await target.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await target.click();
  }

  /** The text of the element. */
  text(selector) {
    return this.page.$eval(selector, (element) => element.textContent.trim());
  }

  html() {
    return this.page.content();
  }

  /** Presses what opens a visitor of the site in a tab of its own; gives the device id that it got. */
  async visit(name) {
    const visitor = await this.opened(name);
    const isThere = () => /^dv_/.test(document.querySelector('#facts dd, #device-id')?.textContent ?? '');
    await visitor.waitForFunction(isThere, { ...POLL, timeout: PATIENCE_MS });
    const deviceId = await visitor.$eval('#facts dd, #device-id', (element) => element.textContent);
    await this.page.bringToFront();
    await this.reads('It works.');
    await this.reads(deviceId);
    await visitor.close();
    return deviceId;
  }

  /** The tab that pressing opens. Where the page moves under the pointer, the press misses, and is made again. */
  async opened(name) {
    const before = await this.context.pages();
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
      await this.press(name);
      for (let waited = 0; waited < PRESS_MS; waited += 50) {
        const tab = (await this.context.pages()).find((page) => !before.includes(page));
        if (tab) return tab;
        await sleep(50);
      }
    }
    throw new Error(`“${name}” opens no tab`);
  }

  close() {
    return this.context.close();
  }
}

/** Text that would be noticed if anything took it for markup. */
export const EVIL = '"><img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';

/** A tenant with a site, a key, a webhook, and devices of several kinds; one of them is full of {@link EVIL}. */
export async function fill(edge, { devices = 6 } = {}) {
  const tenant = await edge.tenant(`Acme ${EVIL}`);
  const site = await edge.site({ tenantId: tenant.id, name: `Shop ${EVIL}`, dailyQuota: 1000 });
  await edge.key(tenant.id, { name: `Backend ${EVIL}`, scopes: ['read:device', 'verify'] });
  const webhook = { domainId: site.domainId, url: 'https://hooks.example/edgeprint', events: ['device.erased'] };
  await edge.admin('POST', 'webhooks', webhook);
  const answers = [];
  for (let n = 0; n < devices; n += 1) {
    const browser = ['chromium', 'firefox', 'chromium-automated'][n % 3];
    answers.push(await edge.visitor({ browser }).submit(site, another(`device ${n}`)));
  }
  const { first, evil } = await submitEvil(edge, site);
  return { tenant, site, answers, first, evil };
}

/** The same device twice, with markup wherever a client may write; the second time it is another. */
async function submitEvil(edge, site) {
  const body = {
    metadata: { note: EVIL },
    action: 'login',
    linkedId: EVIL.slice(0, 60),
    custom: { own: { status: 'ok', ms: 1, value: EVIL } },
  };
  const visitor = edge.visitor({ origin: 'https://evil.example' });
  const headers = { 'user-agent': `Mozilla/5.0 ${EVIL}`, 'accept-language': EVIL };
  const cf = { country: 'DE', city: EVIL, asOrganization: EVIL, asn: 1 };
  const first = await visitor.submit(site, { body, headers, cf });
  const evil = await visitor.submit(site, {
    body,
    headers,
    cf,
    deviceToken: first.deviceToken,
    values: { timezone: EVIL },
  });
  await visitor.visit(site.siteKey, evil.deviceToken);
  return { first, evil };
}

/** Every page, by a name for its picture. */
export const pagesOf = ({ tenant, site, evil }) => ({
  tenants: '/tenants',
  dashboard: `/t/${tenant.id}`,
  sites: `/t/${tenant.id}/sites`,
  site: `/t/${tenant.id}/sites/${site.domainId}`,
  keys: `/t/${tenant.id}/keys`,
  devices: `/t/${tenant.id}/devices`,
  device: `/t/${tenant.id}/devices/${evil.fingerprintId}`,
  'device-unknown': `/t/${tenant.id}/devices/dv_none`,
  submissions: `/t/${tenant.id}/events?riskLevel=high,critical`,
  visits: `/t/${tenant.id}/visits`,
  risk: `/t/${tenant.id}/risk`,
  webhooks: `/t/${tenant.id}/webhooks`,
  usage: `/t/${tenant.id}/usage`,
  audit: `/t/${tenant.id}/audit`,
});
