// The matrix: what is changed, one thing at a time, and what may come of it.
//
// A line has an entry for each browser that can do it: how (`how`, and the
// members of `../ways.mjs`), the signals that have to change (`changes`: if
// they did not, the change did not take effect), those that may (`may`), what
// status some have to get (`status`), and the fingerprint: the same, unless
// `fingerprint: 'other'`, with the reason `why`.
//
// `rivals`: whether FingerprintJS 5.2.0's and ThumbmarkJS 1.11.0's ids changed
// under the same, measured in Chromium 156 and Firefox ESR 153 by emulation.
import { DEVICE } from './device.mjs';
import { DISPLAY } from './display.mjs';
import { PAGE } from './page.mjs';
import { PERSON } from './person.mjs';
import { PROTECTION } from './protection.mjs';

/** Groups of lines, in the order of the document. */
export const MATRIX = [
  { title: 'Screen and display', lines: DISPLAY },
  { title: 'Settings, journeys, updates', lines: PERSON },
  { title: 'The page around it', lines: PAGE },
  { title: 'Protection and noise', lines: PROTECTION },
  { title: 'Another device', lines: DEVICE },
];

/** What changes by itself, line or no line: estimates of the network, and how often a clock is looked at before it moves. */
export const ALWAYS = ['connection', 'clock'];

/** What may be otherwise at any time: bars of the window, and whether the page had the focus already. */
export const WINDOW = ['window', 'page_state'];
