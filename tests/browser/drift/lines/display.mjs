// Screens, windows and how things are displayed.
import { cdp, env, firefoxZoom, flags, media, prefs, profile } from '../ways.mjs';

const SCREEN = ['screen', 'screen_frame', 'window'];
/** Glyphs are placed on fractions of device pixels, so text is drawn and measured otherwise. */
const TEXT = ['canvas_text', 'font_preferences', 'text_metrics'];
const zoomLevel = (factor) => ({ partition: { default_zoom_level: { x: Math.log(factor) / Math.log(1.2) } } });

export const DISPLAY = [
  {
    what: 'Pixel ratio 1 → 1.25',
    rivals: { fingerprintjs: 'changed', thumbmarkjs: 'changed' },
    chromium: { ...flags('--force-device-scale-factor=1.25'), changes: [...SCREEN, 'canvas_text'], may: TEXT },
    firefox: {
      ...prefs({ 'layout.css.devPixelsPerPx': '1.25' }),
      changes: [...SCREEN, 'canvas_text', 'font_preferences'],
      may: TEXT,
    },
  },
  {
    what: 'Pixel ratio 1 → 2',
    chromium: { ...flags('--force-device-scale-factor=2'), changes: SCREEN, may: TEXT },
    firefox: { ...prefs({ 'layout.css.devPixelsPerPx': '2' }), changes: SCREEN, may: TEXT },
  },
  {
    what: 'Page zoomed to 125 %',
    chromium: { ...profile(zoomLevel(1.25), 'zoom of the profile'), changes: ['window'], may: TEXT },
    // In Firefox zoom is part of the pixel ratio, and sizes of the screen are told in zoomed pixels.
    firefox: { ...firefoxZoom(1.25), changes: SCREEN, may: TEXT },
  },
  {
    what: 'Page zoomed to 50 %',
    chromium: { ...profile(zoomLevel(0.5), 'zoom of the profile'), changes: ['window'], may: TEXT },
    firefox: { ...firefoxZoom(0.5), changes: SCREEN, may: TEXT },
  },
  {
    what: 'A smaller window',
    rivals: { fingerprintjs: 'same', thumbmarkjs: 'same' },
    chromium: { ...flags('--window-size=731,433'), changes: ['window'] },
    firefox: {
      how: '`--width=731 --height=433`',
      launch: { args: ['--width=731', '--height=433'] },
      changes: ['window'],
    },
  },
  {
    what: 'A larger screen',
    rivals: { fingerprintjs: 'changed', thumbmarkjs: 'same' },
    chromium: { ...flags('--screen-info={2560x1440}'), changes: ['screen', 'screen_frame'], may: ['window'] },
    firefox: {
      ...env({ MOZ_HEADLESS_WIDTH: '2560', MOZ_HEADLESS_HEIGHT: '1440' }),
      changes: ['screen', 'screen_frame'],
      may: ['window'],
    },
  },
  {
    what: 'The screen turned upright',
    chromium: { ...flags('--screen-info={600x800}'), changes: ['screen_frame'], may: ['window'] },
    firefox: {
      ...env({ MOZ_HEADLESS_WIDTH: '768', MOZ_HEADLESS_HEIGHT: '1366' }),
      changes: ['screen_frame'],
      may: ['window'],
    },
  },
  {
    what: 'A second screen',
    chromium: { ...flags('--screen-info={800x600}{1280x1024}'), changes: ['screen'] },
  },
  {
    what: 'Wide gamut (P3)',
    chromium: { ...media('color-gamut', 'p3'), changes: ['color_gamut'] },
  },
  {
    what: 'HDR, as power modes switch it',
    chromium: { ...media('dynamic-range', 'high'), changes: [], may: ['display_preferences'] },
  },
  {
    what: 'Dark colour scheme',
    rivals: { fingerprintjs: 'same', thumbmarkjs: 'same' },
    chromium: { ...flags('--force-dark-mode'), changes: ['display_preferences'] },
    firefox: { ...prefs({ 'ui.systemUsesDarkTheme': 1 }), changes: ['display_preferences'] },
  },
  {
    what: 'Reduced motion',
    rivals: { fingerprintjs: 'changed', thumbmarkjs: 'changed' },
    chromium: { ...flags('--force-prefers-reduced-motion'), changes: ['display_preferences'] },
    firefox: { ...prefs({ 'ui.prefersReducedMotion': 1 }), changes: ['display_preferences'] },
  },
  {
    what: 'High contrast, forced colours',
    chromium: { ...flags('--force-high-contrast'), changes: ['display_preferences'] },
    firefox: { ...prefs({ 'browser.display.document_color_use': 2 }), changes: ['display_preferences'] },
  },
  {
    what: 'Larger text in the whole system (150 %)',
    firefox: { ...prefs({ 'ui.textScaleFactor': 150 }), changes: SCREEN, may: TEXT },
  },
  {
    what: 'A touch screen plugged in',
    chromium: {
      ...cdp('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 }),
      changes: ['touch', 'pointer'],
    },
    firefox: { ...prefs({ 'dom.w3c_touch_events.enabled': 1 }), changes: [], may: ['touch', 'pointer'] },
  },
];
