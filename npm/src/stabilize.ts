/** Which signals a situation changes, and which tell nothing of the device: the one place where these lists are kept. */

import type { SignalName } from './generated/vocabulary.js';
import type { SignalPath, Situation } from './options.js';

/**
 * What each preset leaves out. A preset says the same in every browser: an id has to come from the same
 * signals inside and outside of the situation, or it changes on the way.
 */
export const UNSTABLE: Record<Situation, SignalPath[]> = {
  /** Private windows and shields: Firefox and Safari add noise or bucket there, and Brave does everywhere. */
  private: [
    'canvas',
    'canvas_text',
    'audio',
    'fonts',
    'font_preferences',
    'hardware_concurrency',
    'device_memory',
    'languages',
    'plugins',
    'media_devices',
    'speech_voices',
    'storage',
  ],
  /** Frames of other sites: permissions are denied, stores are partitioned, the window is the frame's. */
  iframe: ['permissions', 'media_devices', 'storage', 'window', 'screen_frame'],
  /** VPNs, and the time zones that they or their users set: round trips, and what the network contradicts. */
  vpn: ['connection', 'timezone'],
};

/** All that reduced mode reads: what every request says of the browser anyway, and marks of automation. */
export const REDUCED: SignalName[] = [
  'user_agent',
  'app_version',
  'ua_client_hints',
  'platform',
  'vendor',
  'engine',
  'webdriver',
  'automation_globals',
  'chrome_object',
  'native_functions',
  'page_state',
  'privacy_signals',
];
