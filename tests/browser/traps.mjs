// What a page may have done before the client comes to it: functions that run there, each in a page of its own.
// Given are the helpers below. Where nothing else is said, a check is assessed as in any page.

/** For the traps: `(trap)(helpers())` is their script. */
export function helpers() {
  const boom = () => {
    throw new Error('trap');
  };
  /** Gives an object, if there is one, another member. */
  const put = (owner, name, value) =>
    owner && Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  const getter = (owner, name, get) => Object.defineProperty(owner, name, { get, configurable: true });
  const throwing = (owner, names) => {
    for (const name of names.split(' ')) if (owner && name in owner) put(owner, name, boom);
  };
  /** Every method of a prototype throws. */
  const spoil = (prototype) => {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype)))
      if (typeof value === 'function' && name !== 'constructor') put(prototype, name, boom);
  };
  return { boom, put, getter, throwing, spoil };
}

const PATCHED = {
  'Function.prototype.call throws': ({ throwing }) => throwing(Function.prototype, 'call'),
  'Function.prototype.apply throws': ({ throwing }) => throwing(Function.prototype, 'apply'),
  'Function.prototype.bind throws': ({ throwing }) => throwing(Function.prototype, 'bind'),
  'Function.prototype.toString throws': ({ throwing }) => throwing(Function.prototype, 'toString'),
  'lists cannot be walked': ({ boom }) => {
    Array.prototype[Symbol.iterator] = boom;
  },
  "lists' methods throw": ({ spoil }) => spoil(Array.prototype),
  'JSON.stringify throws': ({ throwing }) => throwing(JSON, 'stringify'),
  'JSON.stringify gives nothing': ({ put }) => put(JSON, 'stringify', () => undefined),
  'JSON.parse throws': ({ throwing }) => throwing(JSON, 'parse'),
  'Object.defineProperty throws': ({ throwing }) => throwing(Object, 'defineProperty'),
  'what asks about objects throws': ({ throwing }) =>
    throwing(Object, 'assign create entries freeze getOwnPropertyDescriptor getOwnPropertyNames getPrototypeOf keys'),
  'Reflect throws': ({ throwing }) => throwing(Reflect, 'apply construct get set has ownKeys'),
  'then() throws': ({ throwing }) => throwing(Promise.prototype, 'then'),
  'then() calls nobody': ({ put }) => put(Promise.prototype, 'then', () => {}),
  'catch() throws': ({ throwing }) => throwing(Promise.prototype, 'catch'),
  'promises are of no kind': ({ getter, boom }) => getter(Promise.prototype, 'constructor', boom),
  'Promise.all and the like throw': ({ throwing }) => throwing(Promise, 'all race resolve reject'),
  'texts have no methods': ({ spoil }) => spoil(String.prototype),
  'expressions match nothing': ({ throwing }) => {
    throwing(RegExp.prototype, 'exec test');
    for (const name of ['match', 'replace', 'split']) RegExp.prototype[Symbol[name]] = null;
  },
  'maps and sets throw': ({ spoil }) => {
    for (const { prototype } of [Map, Set, WeakMap]) spoil(prototype);
  },
  'TextEncoder and TextDecoder throw': ({ boom }) => {
    globalThis.TextEncoder = boom;
    globalThis.TextDecoder = boom;
    TextDecoder.prototype = {};
  },
  'crypto.getRandomValues throws': ({ throwing }) => throwing(Crypto.prototype, 'getRandomValues randomUUID'),
  'Error cannot be made': ({ put, boom }) => put(globalThis, 'Error', boom),
  'stacks throw': ({ boom }) => {
    Error.prepareStackTrace = boom;
    Error.captureStackTrace = boom;
  },
  'bytes cannot be viewed': ({ throwing }) => {
    throwing(Object.getPrototypeOf(Uint8Array.prototype), 'subarray set slice fill');
    throwing(Object.getPrototypeOf(Uint8Array), 'of from');
  },
  'objects have members that throw': ({ boom }) => {
    // What options, answers and descriptors are asked for, where they do not have it.
    const names = 'action collect error include integrity reduced sealed signal timeout token wasm worker get set';
    for (const name of names.split(' '))
      Object.defineProperty(Object.prototype, name, {
        get: boom,
        set(value) {
          Reflect.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
        },
        configurable: true,
      });
  },
};

const NETWORK = {
  'fetch throws': ({ throwing }) => throwing(globalThis, 'fetch'),
  'fetch answers with nothing': ({ put }) => put(globalThis, 'fetch', async () => undefined),
  'fetch answers with a thenable that throws': ({ put, boom }) =>
    put(globalThis, 'fetch', () => ({
      // biome-ignore lint/suspicious/noThenProperty: that is the trap
      get then() {
        return boom();
      },
    })),
  "answers' bodies throw": ({ spoil }) => spoil(Response.prototype),
  'answers are of no status': ({ getter }) => {
    getter(Response.prototype, 'ok', () => ({ valueOf: null }));
    getter(Response.prototype, 'status', () => Number.NaN);
    getter(Response.prototype, 'headers', () => null);
  },
  'nothing can be aborted': ({ throwing }) => throwing(AbortController.prototype, 'abort'),
  'addresses cannot be parsed': ({ put, boom }) => put(globalThis, 'URL', boom),
};

const CLOCKS = {
  'performance.now goes backwards': ({ put }) => {
    let now = 1e9;
    put(Performance.prototype, 'now', () => {
      now -= 1000;
      return now;
    });
  },
  'performance.now is NaN': ({ put }) => put(Performance.prototype, 'now', () => Number.NaN),
  'performance.now is a date': ({ put }) => put(Performance.prototype, 'now', () => new Date()),
  'performance.now throws': ({ throwing }) => throwing(Performance.prototype, 'now'),
  'Date.now goes backwards': ({ put }) => {
    let now = 2e12;
    put(Date, 'now', () => {
      now -= 86_400_000;
      return now;
    });
  },
  'Date.now is NaN': ({ put }) => put(Date, 'now', () => Number.NaN),
  "dates' methods throw": ({ spoil }) => spoil(Date.prototype),
  'there are no dates': ({ put, boom }) => put(globalThis, 'Date', boom),
  'timers throw': ({ throwing }) => throwing(globalThis, 'setTimeout setInterval clearTimeout requestAnimationFrame'),
};

const VALUES = {
  'values are traps': ({ getter, boom }) => {
    const trap = { [Symbol.toPrimitive]: boom, valueOf: boom, toString: boom, toJSON: boom };
    for (const { prototype } of [Navigator, Screen])
      for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(prototype)))
        if (get) getter(prototype, name, () => trap);
    for (const name of ['innerWidth', 'outerWidth', 'devicePixelRatio', 'screenX'])
      getter(globalThis, name, () => trap);
  },
  'navigator and screen throw': ({ getter, boom }) => {
    for (const name of ['navigator', 'screen', 'innerWidth', 'devicePixelRatio', 'visualViewport', 'crypto', 'origin'])
      getter(globalThis, name, boom);
  },
  'navigator is a proxy that throws': ({ getter, boom }) => {
    const proxy = new Proxy({}, { get: boom, has: boom, ownKeys: boom, getPrototypeOf: boom });
    getter(globalThis, 'navigator', () => proxy);
  },
  'the document throws': ({ getter, boom }) => {
    for (const name of ['visibilityState', 'hidden', 'cookie', 'fonts', 'referrer', 'body'])
      getter(Document.prototype, name, boom);
  },
  'no element can be made': ({ throwing }) => throwing(Document.prototype, 'createElement createElementNS'),
  'no element can be put in': ({ throwing }) => {
    throwing(Element.prototype, 'append remove');
    throwing(Node.prototype, 'appendChild removeChild insertBefore');
  },
  'frames have no inside': ({ getter }) => getter(HTMLIFrameElement.prototype, 'contentWindow', () => null),
  "frames' insides throw": ({ getter, boom }) => {
    const inside = new Proxy({}, { get: boom, has: boom });
    getter(HTMLIFrameElement.prototype, 'contentWindow', () => inside);
  },
  'what is put in is taken out': () => {
    for (const name of ['append', 'appendChild']) {
      const owner = name === 'append' ? Element.prototype : Node.prototype;
      const native = owner[name];
      owner[name] = function (...nodes) {
        native.apply(this, nodes);
        for (const node of nodes) node.parentNode?.removeChild(node);
        return nodes[0];
      };
    }
  },
  'nobody can listen': ({ throwing }) => throwing(EventTarget.prototype, 'addEventListener removeEventListener'),
  'promises never settle': ({ throwing, put }) => {
    const never = () => new Promise(() => {});
    for (const owner of [
      globalThis.Permissions?.prototype,
      globalThis.MediaDevices?.prototype,
      globalThis.StorageManager?.prototype,
      globalThis.NavigatorUAData?.prototype,
      globalThis.GPU?.prototype,
      globalThis.Keyboard?.prototype,
    ])
      for (const name of 'query enumerateDevices estimate getHighEntropyValues requestAdapter getLayoutMap'.split(' '))
        if (owner && name in owner) put(owner, name, never);
    throwing(globalThis, 'queueMicrotask');
  },
  'thenables throw, and answer twice': ({ put, boom }) => {
    const answers = [
      // biome-ignore lint/suspicious/noThenProperty: that is the trap
      { then: boom },
      Object.defineProperty({}, 'then', { get: boom }),
      {
        // biome-ignore lint/suspicious/noThenProperty: that is the trap
        then(good, bad) {
          good(1);
          bad(2);
          boom();
        },
      },
    ];
    let turn = 0;
    const answer = () => answers[turn++ % answers.length];
    put(globalThis.Permissions?.prototype, 'query', answer);
    put(globalThis.MediaDevices?.prototype, 'enumerateDevices', answer);
    put(globalThis.StorageManager?.prototype, 'estimate', answer);
    put(globalThis.OfflineAudioContext?.prototype, 'startRendering', answer);
    put(globalThis.NavigatorUAData?.prototype, 'getHighEntropyValues', answer);
  },
};

const STORAGE = {
  'storage throws': ({ spoil }) => spoil(Storage.prototype),
  'merely naming storage throws': ({ getter, boom }) => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) getter(globalThis, name, boom);
  },
  'storage is full': () => {
    let text = 'x'.repeat(1 << 22);
    for (let n = 0; text; n += 1) {
      try {
        localStorage.setItem(`full ${n}`, text);
      } catch {
        text = text.slice(0, text.length / 2);
      }
    }
  },
  'the quota is zero': ({ put }) =>
    put(globalThis.StorageManager?.prototype, 'estimate', async () => ({ quota: 0, usage: 0 })),
  'the quota is negative': ({ put }) =>
    put(globalThis.StorageManager?.prototype, 'estimate', async () => ({ quota: -1, usage: Number.NaN })),
};

const CROWDED = {
  'there are 10,000 fonts': () => {
    const rules = Array.from({ length: 10_000 }, (_, n) => `@font-face{font-family:"Font ${n}";src:local("Arial")}`);
    document.head.append(Object.assign(document.createElement('style'), { textContent: rules.join('') }));
    document.body?.append(...Array.from({ length: 100 }, (_, n) => `${n}`));
  },
  'there are 10,000 fonts, plugins and languages, it says': ({ getter }) => {
    const many = Array.from({ length: 10_000 }, (_, n) => `Font ${n}`);
    for (const name of ['plugins', 'mimeTypes', 'languages']) getter(Navigator.prototype, name, () => many);
    getter(Document.prototype, 'fonts', () => new Set(many));
  },
  'there are 10,000 globals': () => {
    for (let n = 0; n < 10_000; n += 1) globalThis[`global${n}`] = n;
  },
};

const HARDENED = {
  'a realm is locked down': () => {
    // As SES does: nothing can be changed, what is not deterministic is gone.
    const seen = new Set();
    const harden = (value) => {
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
      seen.add(value);
      for (const descriptor of Object.values(Object.getOwnPropertyDescriptors(value)))
        for (const part of [descriptor.value, descriptor.get, descriptor.set]) harden(part);
      Object.freeze(value);
    };
    Math.random = () => {
      throw new TypeError('no randomness');
    };
    Date.now = () => Number.NaN;
    const names =
      'Object Function Array Promise String Number Math JSON Reflect RegExp Map Set Date Error Symbol Uint8Array';
    for (const name of names.split(' ')) harden(globalThis[name]);
  },
  'everything is frozen, the document included': () => {
    for (const name of ['navigator', 'screen', 'performance', 'document', 'history', 'localStorage'])
      try {
        Object.freeze(globalThis[name]);
      } catch {
        // Some cannot be.
      }
    for (const { prototype } of [Object, Function, Array, Promise, Element, Node, EventTarget, Response])
      Object.freeze(prototype);
  },
};

/** Interfaces that a browser may not have, or a page may have taken away. */
const MISSING =
  'AbortController AudioContext Blob Crypto EventTarget HTMLCanvasElement Intl MessageChannel Notification OffscreenCanvas OfflineAudioContext Permissions Proxy RTCRtpReceiver Reflect Request Response SharedWorker Temporal TextDecoder TextEncoder URL WeakRef WebAssembly WebGL2RenderingContext WebGLRenderingContext Worker caches crypto fetch indexedDB localStorage matchMedia navigator performance queueMicrotask requestAnimationFrame requestIdleCallback screen sessionStorage setTimeout speechSynthesis structuredClone';

export const TRAPS = {
  ...PATCHED,
  ...NETWORK,
  ...CLOCKS,
  ...VALUES,
  ...STORAGE,
  ...CROWDED,
  ...HARDENED,
  ...Object.fromEntries(MISSING.split(' ').map((name) => [`there is no ${name}`, `() => delete globalThis.${name}`])),
};

/** How checks end that are not assessed, by the refusal's code. `absent`: there is no client, as where it is blocked. */
const REFUSED = {
  absent: ['throwing getters', 'texts have no methods', 'expressions match nothing', 'objects have members that throw'],
  client_error: [
    'broken calls',
    'missing apis',
    'lists cannot be walked',
    "lists' methods throw",
    'JSON.stringify throws',
    'what asks about objects throws',
    'then() throws',
    'then() calls nobody',
    'catch() throws',
    'promises are of no kind',
    'Promise.all and the like throw',
    'maps and sets throw',
    'bytes cannot be viewed',
    'addresses cannot be parsed',
    'performance.now throws',
    'there are no dates',
    'timers throw',
    'there is no AbortController',
    'there is no URL',
    'there is no performance',
    'there is no setTimeout',
  ],
  core_unavailable: [
    'Function.prototype.apply throws',
    'Function.prototype.bind throws',
    'Reflect throws',
    'TextEncoder and TextDecoder throw',
    'answers are of no status',
    'there is no Reflect',
    'there is no TextDecoder',
    'there is no TextEncoder',
    'there is no WebAssembly',
  ],
  network_error: [
    'fetch throws',
    'fetch answers with nothing',
    'fetch answers with a thenable that throws',
    "answers' bodies throw",
    'there is no fetch',
  ],
  answer_malformed: ['JSON.parse throws'],
  payload_malformed: ['JSON.stringify gives nothing'],
};

export const ENDINGS = {
  ...Object.fromEntries(Object.entries(REFUSED).flatMap(([code, pages]) => pages.map((what) => [what, [code]]))),
  // The collector's time goes by that clock; where something is slow, the client's deadline ends it.
  'performance.now goes backwards': ['assessed', 'timeout'],
  'performance.now is NaN': ['assessed', 'timeout'],
};

/** Where promises do not work, nobody can be told in time that one was rejected. */
export const DEAF = ['then() calls nobody', 'promises are of no kind'];
