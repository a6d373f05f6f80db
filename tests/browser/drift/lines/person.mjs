// What a person sets, where they travel, what an update brings.
import { chromeAfter } from '../next-version.mjs';
import { cdp, chromiumPrivate, env, firefoxPrivate, flags, prefs, profile } from '../ways.mjs';

const CHROME_157 = chromeAfter('Chrome/156.0.0.0');

export const PERSON = [
  {
    what: 'Nothing: a fresh profile',
    chromium: { how: 'a new profile', launch: {}, changes: [] },
    firefox: { how: 'a new profile', launch: {}, changes: [] },
  },
  {
    what: 'Private mode',
    rivals: { fingerprintjs: 'same', thumbmarkjs: 'same' },
    chromium: { ...chromiumPrivate(), changes: [], may: ['window'] },
    firefox: { ...firefoxPrivate(), changes: ['privacy_signals'], may: ['window', 'page_state'] },
  },
  {
    what: 'Another language',
    rivals: { fingerprintjs: 'changed' },
    chromium: {
      ...profile(
        { intl: { accept_languages: 'de-DE,de', selected_languages: 'de-DE,de' } },
        'languages of the profile',
      ),
      changes: ['languages'],
    },
    firefox: { ...prefs({ 'intl.accept_languages': 'de-DE, de' }), changes: ['languages'] },
  },
  {
    what: 'Another region',
    chromium: { ...cdp('Emulation.setLocaleOverride', { locale: 'de-DE' }), changes: ['locale'] },
    firefox: {
      how: '`LC_ALL=de_DE.UTF-8`',
      launch: { env: { LC_ALL: 'de_DE.UTF-8' }, prefs: { 'intl.regional_prefs.use_os_locales': true } },
      changes: ['locale'],
    },
  },
  {
    what: 'Another time zone, as on a journey',
    rivals: { fingerprintjs: 'changed', thumbmarkjs: 'changed' },
    chromium: { ...env({ TZ: 'Asia/Tokyo' }), changes: ['timezone'] },
    firefox: { ...env({ TZ: 'Asia/Tokyo' }), changes: ['timezone'] },
  },
  {
    what: 'The next version of the browser',
    rivals: { fingerprintjs: 'same', thumbmarkjs: 'changed' },
    chromium: {
      ...cdp('Emulation.setUserAgentOverride', CHROME_157),
      changes: ['user_agent', 'app_version', 'ua_client_hints', 'ua_high_entropy'],
    },
    firefox: {
      ...prefs({
        'general.useragent.override': 'Mozilla/5.0 (X11; Linux x86_64; rv:154.0) Gecko/20100101 Firefox/154.0',
      }),
      changes: ['user_agent'],
    },
  },
  {
    what: 'Do Not Track',
    chromium: { ...profile({ enable_do_not_track: true }, 'setting of the profile'), changes: ['privacy_signals'] },
    firefox: { ...prefs({ 'privacy.donottrackheader.enabled': true }), changes: ['privacy_signals'] },
  },
  {
    what: 'Cookies and stores blocked',
    chromium: {
      ...profile({ profile: { default_content_setting_values: { cookies: 2 } } }, 'setting of the profile'),
      changes: ['storage'],
    },
    firefox: { ...prefs({ 'network.cookie.cookieBehavior': 2 }), changes: ['storage'] },
  },
  {
    what: 'Little memory left to the browser',
    chromium: { ...flags('--enable-low-end-device-mode'), changes: ['device_memory', 'heap_limit'] },
  },
];
