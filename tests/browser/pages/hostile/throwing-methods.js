// Every method that a collector could want throws, some of them no Error at all.
const thrown = [
  new Error('hostile'),
  'text',
  undefined,
  null,
  {
    toString() {
      throw new Error('again');
    },
  },
  Symbol('s'),
];
let turn = 0;
const hostile = () => {
  throw thrown[turn++ % thrown.length];
};
const targets = [
  [globalThis, ['matchMedia', 'getComputedStyle']],
  [HTMLCanvasElement.prototype, ['getContext', 'toDataURL', 'toBlob']],
  [CanvasRenderingContext2D.prototype, ['measureText', 'fillText', 'getImageData']],
  [
    globalThis.WebGLRenderingContext?.prototype,
    ['getParameter', 'getExtension', 'getSupportedExtensions', 'getShaderPrecisionFormat'],
  ],
  [HTMLMediaElement.prototype, ['canPlayType']],
  [globalThis.MediaSource, ['isTypeSupported']],
  [globalThis.OfflineAudioContext?.prototype, ['startRendering', 'createOscillator']],
  [
    globalThis.BaseAudioContext?.prototype,
    ['createOscillator', 'createDynamicsCompressor', 'createBuffer', 'createBufferSource'],
  ],
  [Intl.DateTimeFormat.prototype, ['resolvedOptions']],
  [Date.prototype, ['getTimezoneOffset']],
  [globalThis.Permissions?.prototype, ['query']],
  [globalThis.MediaDevices?.prototype, ['enumerateDevices']],
  [globalThis.SpeechSynthesis?.prototype, ['getVoices']],
  [globalThis.NavigatorUAData?.prototype, ['getHighEntropyValues', 'toJSON']],
  [Document.prototype, ['createElement', 'hasFocus']],
  [Storage.prototype, ['getItem', 'setItem', 'removeItem']],
  [Math, ['sin', 'cos', 'tan', 'exp', 'log', 'pow', 'acos', 'sinh', 'expm1', 'cbrt']],
];
for (const [target, names] of targets) {
  for (const name of target ? names : []) {
    Object.defineProperty(target, name, { value: hostile, configurable: true, writable: true });
  }
}
