// Protection against fingerprinting, by the browser and by extensions. What is
// not true any more has to say so by its status; the rest has to stay.
import { flags, noisy, prefs } from '../ways.mjs';

const NOISY = { canvas: 'noisy', canvas_text: 'noisy' };
const NOISE = { status: { ...NOISY, audio: 'noisy' }, changes: ['native_functions'] };

export const PROTECTION = [
  {
    what: 'Fingerprinting protection',
    rivals: { thumbmarkjs: 'changed' },
    // Since Firefox 151 it leaves `getImageData()` alone and adds noise to encoded images only, which we don't read.
    firefox: { ...prefs({ 'privacy.fingerprintingProtection': true }), changes: [] },
  },
  {
    what: 'Fingerprinting protection as before Firefox 151',
    firefox: {
      ...prefs({
        'privacy.fingerprintingProtection': true,
        'privacy.baselineFingerprintingProtection': false,
        'privacy.fingerprintingProtection.overrides': '+CanvasRandomization,-EfficientCanvasRandomization',
      }),
      status: NOISY,
      changes: [],
    },
  },
  {
    what: 'Resist fingerprinting (RFP)',
    rivals: { fingerprintjs: 'changed', thumbmarkjs: 'changed' },
    firefox: {
      ...prefs({ 'privacy.resistFingerprinting': true }),
      status: NOISY,
      changes: ['media_devices', 'pointer', 'screen', 'screen_frame', 'timezone', 'touch', 'window'],
      may: ['font_preferences', 'locale', 'languages', 'user_agent', 'display_preferences', 'text_metrics'],
    },
  },
  {
    what: 'An extension that adds noise to each reading',
    chromium: { ...noisy('noise=read'), ...NOISE },
    firefox: { ...noisy('noise=read'), ...NOISE },
  },
  {
    what: 'An extension that adds the same noise all along',
    chromium: { ...noisy('noise=session'), ...NOISE },
    firefox: { ...noisy('noise=session'), ...NOISE },
  },
  {
    what: 'WebGL switched off',
    chromium: {
      ...flags('--disable-3d-apis'),
      status: { webgl: 'failed', webgl_parameters: 'failed' },
      changes: [],
      fingerprint: 'other',
      why: 'the graphics processor takes part, and is not to be seen',
    },
  },
];
