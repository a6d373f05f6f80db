// Other devices: the fingerprint has to change.
import { cdp, fewerFonts, prefs } from '../ways.mjs';

const other = { fingerprint: 'other', why: 'another device' };
const FONTS = {
  ...fewerFonts(),
  changes: ['fonts'],
  may: ['canvas_text', 'font_preferences', 'text_metrics'],
  ...other,
};

export const DEVICE = [
  {
    what: 'Other fonts',
    chromium: FONTS,
    firefox: FONTS,
  },
  {
    what: 'Another number of processors',
    rivals: { fingerprintjs: 'changed', thumbmarkjs: 'changed' },
    chromium: {
      ...cdp('Emulation.setHardwareConcurrencyOverride', { hardwareConcurrency: 61 }),
      changes: ['hardware_concurrency'],
      ...other,
    },
  },
  {
    what: 'Another platform',
    chromium: {
      ...cdp('Emulation.setUserAgentOverride', { userAgent: 'Mozilla/5.0 (Windows NT 10.0)', platform: 'Win32' }),
      changes: ['platform', 'user_agent', 'app_version', 'ua_high_entropy'],
      may: ['ua_client_hints'],
      ...other,
    },
    firefox: { ...prefs({ 'general.platform.override': 'Win32' }), changes: ['platform'], ...other },
  },
];
