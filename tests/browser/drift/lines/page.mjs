// The same browser, another kind of page.
import { at, background } from '../ways.mjs';

export const PAGE = [
  {
    what: 'Plain http instead of a secure context',
    chromium: {
      ...at('http', 'another host, without TLS'),
      changes: [
        'ua_client_hints',
        'ua_high_entropy',
        'device_memory',
        'media_devices',
        'permissions',
        'screen',
        'storage',
        'native_functions',
        'page_state',
        'platform_features',
        'keyboard_layout',
        'webgpu',
      ],
    },
    firefox: {
      ...at('http', 'another host, without TLS'),
      changes: ['media_devices', 'permissions', 'storage', 'native_functions', 'page_state'],
      may: ['platform_features', 'webgpu'],
    },
  },
  {
    what: 'In a frame of the same site',
    chromium: { ...at('frame', 'an iframe'), changes: ['page_state', 'window'], may: ['permissions'] },
    firefox: { ...at('frame', 'an iframe'), changes: ['page_state', 'window'] },
  },
  {
    what: 'In a frame of another site',
    chromium: {
      ...at('foreignFrame', 'an iframe'),
      changes: ['page_state', 'permissions', 'window', 'keyboard_layout'],
    },
    firefox: { ...at('foreignFrame', 'an iframe'), changes: ['page_state', 'permissions', 'window'] },
  },
  {
    what: 'Workers, frames and styles forbidden by policy',
    // The page's own globals count among the window's members, and this page has others.
    chromium: { ...at('strict', 'a content security policy'), changes: [] },
    firefox: { ...at('strict', 'a content security policy'), changes: [] },
  },
  {
    what: 'A tab in the background',
    chromium: { ...background(), changes: ['page_state'], may: ['window'] },
    firefox: { ...background(), status: { media_devices: 'skipped' }, changes: ['page_state'], may: ['window'] },
  },
];
