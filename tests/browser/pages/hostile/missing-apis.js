// A browser without most of what a collector reads.
for (const name of [
  'OfflineAudioContext',
  'webkitOfflineAudioContext',
  'AudioContext',
  'BaseAudioContext',
  'WebGLRenderingContext',
  'WebGL2RenderingContext',
  'CanvasRenderingContext2D',
  'HTMLCanvasElement',
  'speechSynthesis',
  'matchMedia',
  'indexedDB',
  'localStorage',
  'sessionStorage',
  'Intl',
  'MediaSource',
  'screen',
  'chrome',
  'Navigator',
  'Plugin',
  'PluginArray',
  'MimeType',
  'MimeTypeArray',
  'TouchEvent',
  'Permissions',
  'requestIdleCallback',
  'scheduler',
  'MessageChannel',
  'AbortController',
  'eval',
  'Notification',
  'visualViewport',
  'devicePixelRatio',
]) {
  delete globalThis[name];
}
for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(navigator))) {
  if (name !== 'constructor') delete Object.getPrototypeOf(navigator)[name];
}
HTMLElement.prototype.getContext = undefined;
delete Date.prototype.getTimezoneOffset;
