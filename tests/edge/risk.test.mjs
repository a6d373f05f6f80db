// Risk, through the front door: real readings score low, and each way of lying
// raises the flag that says so.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startEdge } from '../lib/edge.mjs';
import { reading } from '../lib/submission.mjs';

let edge;
let site;
before(async () => {
  edge = await startEdge();
  site = await edge.site();
});
after(() => edge.stop());

const submit = (browser, changes) => edge.visitor({ browser }).submit(site, changes);

describe("a person's browser", () => {
  for (const browser of ['chromium', 'firefox']) {
    test(`${browser} with consistent headers and network raises nothing that matters`, async () => {
      const { score, risk_level: level, flags } = await submit(browser);
      assert.ok(score < 20, `${score}: ${flags}`);
      assert.equal(level, 'minimal');
      // There is no GPU where the readings were captured; that is no ground for anything.
      assert.deepEqual(
        flags.filter((flag) => flag !== 'software_gpu'),
        [],
      );
    });

    test(`${browser} stays low behind a VPN and where the network tells nothing`, async () => {
      const abroad = await submit(browser, { cf: { country: 'SG', city: 'Singapore', timezone: 'Asia/Singapore' } });
      assert.deepEqual(
        abroad.flags.filter((flag) => flag !== 'software_gpu'),
        ['timezone_mismatch'],
      );
      assert.ok(abroad.score < 20, `${abroad.score}`);
      const nowhere = await edge.visitor({ browser, cf: {} }).submit(site);
      assert.ok(nowhere.score < 20, `${nowhere.score}: ${nowhere.flags}`);
    });
  }
});

describe('an automated browser', () => {
  for (const browser of ['chromium-automated', 'firefox-automated']) {
    test(`${browser} is told and is critical`, async () => {
      const { score, risk_level: level, confidence, flags, reasons } = await submit(browser);
      assert.ok(flags.includes('webdriver'), `${flags}`);
      assert.ok(score >= 80, `${score}`);
      assert.deepEqual([level, confidence], ['critical', 0.95]);
      assert.equal(reasons.find(({ flag }) => flag === 'webdriver').category, 'automation');
    });
  }

  test('headless Chromium says so itself', async () => {
    const { flags } = await submit('chromium-automated');
    assert.ok(flags.includes('headless_browser'), `${flags}`);
  });
});

const value = (browser, name) => reading(browser).components[name].value;
const chrome = (name, change) => ({ values: { [name]: { ...value('chromium', name), ...change } } });
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';
const WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const PHONE =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36';
const everywhere = (agent) => ({
  headers: { 'user-agent': agent },
  values: { user_agent: agent, app_version: agent.replace('Mozilla/', '') },
});

/** What was changed in a person's Chromium, how, and the flag that must tell it. */
const LIES = [
  ['navigator.webdriver is true', chrome('webdriver', { value: true, getter_value: true }), 'webdriver'],
  [
    'navigator.webdriver was replaced',
    chrome('webdriver', { checks: ['descriptor'], descriptor: 'value', own: true }),
    'webdriver_hidden',
  ],
  [
    'Selenium left its marks',
    { values: { automation_globals: ['document:__selenium_unwrapped:selenium'] } },
    'automation_framework',
  ],
  ['the user agent says headless', everywhere(reading('chromium-automated').headers['user-agent']), 'headless_browser'],
  ['the header has another user agent', { headers: { 'user-agent': WINDOWS } }, 'user_agent_mismatch'],
  ['the page has another user agent', { values: { user_agent: WINDOWS } }, 'user_agent_mismatch'],
  ['page and header claim Firefox', everywhere(FIREFOX), 'engine_mismatch'],
  ['page and header claim Windows', everywhere(WINDOWS), 'platform_mismatch'],
  ['page and header claim a phone', everywhere(PHONE), 'mobile_mismatch'],
  ['the client hints name another version', { headers: { 'sec-ch-ua': '"Chromium";v="99"' } }, 'client_hints_mismatch'],
  [
    'the client hints name another platform',
    { headers: { 'sec-ch-ua-platform': '"Windows"' } },
    'client_hints_mismatch',
  ],
  ['the header has another language', { headers: { 'accept-language': 'ru-RU,ru;q=0.9' } }, 'language_mismatch'],
  ['the header has no language', { headers: { 'accept-language': '' } }, 'accept_language_missing'],
  ['the network is in another time zone', { cf: { timezone: 'Asia/Tokyo', country: 'JP' } }, 'timezone_mismatch'],
  ['the time zone contradicts itself', chrome('timezone', { offset: -540 }), 'timezone_inconsistent'],
  [
    'functions were replaced',
    chrome('native_functions', { tampered: ['HTMLCanvasElement.prototype.toDataURL:source'] }),
    'native_tampering',
  ],
  [
    'the navigator was replaced',
    chrome('native_functions', { tampered: ['navigator.platform:own'], frame_differs: ['platform'] }),
    'identity_tampering',
  ],
  ['plugins are imitations', chrome('plugins', { genuine: false }), 'plugins_inconsistent'],
  ['window.chrome is an imitation', chrome('chrome_object', { checks: ['loadTimes:source'] }), 'chrome_object_fake'],
  [
    'no page sent it',
    { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'none' } },
    'fetch_metadata',
  ],
  ['a navigation sent it', { headers: { 'upgrade-insecure-requests': '1' } }, 'fetch_metadata'],
  [
    'a script touched it',
    chrome('page_state', { has_been_active: true, pressed: 0, keyed: 0, frames: 0 }),
    'activation_without_input',
  ],
  [
    'a library sent it',
    { headers: { 'user-agent': 'curl/8.5.0' }, values: { user_agent: 'curl/8.5.0' } },
    'non_browser_client',
  ],
];

describe('a lie is told:', () => {
  for (const [what, changes, flag] of LIES) {
    test(`${what} → ${flag}`, async () => {
      const honest = await submit('chromium');
      const { flags, score, reasons } = await submit('chromium', changes);
      assert.ok(flags.includes(flag), `raised only ${flags}`);
      assert.ok(!honest.flags.includes(flag));
      assert.ok(score > honest.score, `${score}`);
      assert.ok(reasons.find((reason) => reason.flag === flag).reason.length > 10);
    });
  }
});

test('heavier evidence never lowers the score', async () => {
  const few = await submit('chromium', { headers: { 'accept-language': 'ru-RU' } });
  const more = await submit('chromium', { headers: { 'accept-language': 'ru-RU' }, cf: { timezone: 'Asia/Tokyo' } });
  const most = await submit('chromium', {
    headers: { 'accept-language': 'ru-RU' },
    cf: { timezone: 'Asia/Tokyo' },
    values: chrome('webdriver', { value: true }).values,
  });
  assert.ok(few.score <= more.score && more.score <= most.score, [few.score, more.score, most.score].join());
  assert.ok(most.score <= 100);
});

test('a reading with nothing but one signal is judged, not failed', async () => {
  const visitor = edge.visitor();
  const token = await visitor.token(site);
  const { status, body } = await visitor.send('POST', '/v1/collect', {
    body: { token, components: { platform: { status: 'ok', value: 'Linux x86_64', ms: 0.1 } } },
  });
  assert.equal(status, 200);
  assert.ok(body.score >= 40, `a script without a browser scored ${body.score}`);
});
