// What a program makes of a browser's submission before it sends it: nothing, another device, or all of it.

const WINDOWS = 'Windows NT 10.0; Win64; x64';
const renamed = (text) => text?.replace('X11; Linux x86_64', WINDOWS);
const read = (value, ms) => ({ status: 'ok', value, ms });

/** How programs send: each takes `{headers, body}` and gives the like. */
export const AS = { captured: (original) => original, altered, 'made-up': madeUp };

/** The same browser on another system, with another graphics card and time zone: what is quickly found and replaced. */
function altered({ headers, body }) {
  const components = structuredClone(body.components);
  const set = (name, value) => {
    components[name] = { ...components[name], status: 'ok', reason: undefined, value };
  };
  for (const name of ['user_agent', 'app_version']) set(name, renamed(components[name].value));
  set('platform', 'Win32');
  set('hardware_concurrency', 12);
  set('ua_client_hints', { ...components.ua_client_hints.value, platform: 'Windows' });
  set('webgl', {
    vendor: 'Google Inc. (NVIDIA)',
    renderer: 'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x00002504) Direct3D11 vs_5_0 ps_5_0, D3D11)',
  });
  return { headers: { ...headers, ...systemHeaders(headers) }, body: { ...body, components } };
}

/** What can be written from reading the list of signals, for a browser that was never there. */
function madeUp({ headers, body }) {
  const agent = renamed(headers['user-agent']);
  const version = /Chrome\/(\d+)/.exec(agent)?.[1] ?? '0';
  const brands = [
    { brand: 'Chromium', version },
    { brand: 'Google Chrome', version },
    { brand: 'Not:A-Brand', version: '8' },
  ];
  const values = {
    user_agent: agent,
    app_version: agent.replace('Mozilla/', ''),
    ua_client_hints: { brands, mobile: false, platform: 'Windows' },
    platform: 'Win32',
    vendor: { vendor: 'Google Inc.', vendor_sub: '', product_sub: '20030107' },
    languages: { language: 'en-US', languages: ['en-US', 'en'] },
    timezone: { name: 'Europe/Berlin', offset: offsetIn('Europe/Berlin'), january: -60, july: -120 },
    hardware_concurrency: 8,
    device_memory: 8,
    touch: { points: 0, event: false, start: false },
    screen: { color_depth: 24, extended: false, long: 1920, short: 1080 },
    screen_frame: { width: 1920, height: 1080, avail_width: 1920, avail_height: 1040, avail_left: 0, avail_top: 0 },
    window: { inner_width: 1903, inner_height: 945, outer_width: 1920, outer_height: 1040, device_pixel_ratio: 1 },
    webdriver: { value: false, own: false, descriptor: 'accessor', checks: [] },
    automation_globals: [],
    canvas: { geometry: '8f14e45fceea167a5a36dedd4bea2543', winding: true },
    webgl: {
      vendor: 'Google Inc. (Intel)',
      renderer: 'ANGLE (Intel, Intel(R) UHD Graphics 630 Direct3D11 vs_5_0 ps_5_0, D3D11)',
    },
    audio: { hash: 'c9f0f895fb98ab9159f51fd0297e236d', sum: 124.04347527516074 },
    fonts: ['Arial', 'Calibri', 'Segoe UI'],
  };
  const components = Object.fromEntries(
    Object.entries(values).map(([name, value], at) => [name, read(value, at / 10)]),
  );
  const { fingerprint, ...rest } = body;
  return { headers: { ...headers, ...systemHeaders(headers), 'user-agent': agent }, body: { ...rest, components } };
}

/** A zone's offset as `getTimezoneOffset()` tells it, in minutes. */
function offsetIn(timeZone) {
  const now = new Date();
  const at = (zone) => Date.parse(now.toLocaleString('en-US', { timeZone: zone }));
  return (at('UTC') - at(timeZone)) / 60_000;
}

const systemHeaders = (headers) => ({
  'user-agent': renamed(headers['user-agent']),
  ...(headers['sec-ch-ua-platform'] ? { 'sec-ch-ua-platform': '"Windows"' } : {}),
});
