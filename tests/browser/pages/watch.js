// Watches a page from its first line on. `watch.violations` lists what its policy was asked to block. With
// `?leftovers` on this script it replaces what makes things that outlive their maker, and counts those that do:
// `watch.left()` lists them.
{
  const violations = [];
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    violations.push(`${effectiveDirective} ${blockedURI}`),
  );
  const timers = new Set();
  const open = { workers: 0, ports: 0, listeners: 0 };
  const contexts = [];
  const left = () => [
    ...[...timers].map((id) => `timer ${id}`),
    ...Object.entries(open).flatMap(([what, count]) => (count ? [`${count} ${what}`] : [])),
    ...contexts.filter((context) => !isGone(context)).map((context) => context.constructor.name),
  ];
  // Given back by the extension that is for it, or ended with what it had to compute.
  const isGone = (context) =>
    context.isContextLost?.() ?? (context.state === 'closed' || context.state === 'suspended');
  globalThis.watch = { violations, left, made: () => contexts.length };

  /** Replaces a class by one that tells of each instance. */
  function tellOf(name, told) {
    const Native = globalThis[name];
    if (!Native) return;
    globalThis[name] = class extends Native {
      constructor(...args) {
        super(...args);
        told(this);
      }
    };
  }
  function wrap(owner, name, around) {
    const native = owner[name];
    owner[name] = function (...args) {
      return around.call(this, native, args);
    };
  }

  if (document.currentScript.src.endsWith('?leftovers')) {
    const { clearTimeout } = globalThis;
    wrap(globalThis, 'setTimeout', (native, [task, ms, ...args]) => {
      const id = native(() => {
        timers.delete(id);
        task(...args);
      }, ms);
      timers.add(id);
      return id;
    });
    wrap(globalThis, 'setInterval', (native, args) => {
      const id = native(...args);
      timers.add(id);
      return id;
    });
    for (const name of ['clearTimeout', 'clearInterval'])
      globalThis[name] = (id) => {
        timers.delete(id);
        clearTimeout(id);
      };
    tellOf('Worker', (worker) => {
      open.workers += 1;
      wrap(worker, 'terminate', (native) => {
        open.workers -= 1;
        native.call(worker);
      });
    });
    tellOf('MessageChannel', ({ port1, port2 }) => {
      for (const port of [port1, port2]) {
        open.ports += 1;
        wrap(port, 'close', (native) => {
          open.ports -= 1;
          native.call(port);
        });
      }
    });
    for (const name of ['AudioContext', 'OfflineAudioContext']) tellOf(name, (context) => contexts.push(context));
    wrap(HTMLCanvasElement.prototype, 'getContext', function (native, args) {
      const context = native.apply(this, args);
      if (context?.isContextLost && context.getExtension) contexts.push(context);
      return context;
    });
    for (const target of [globalThis, document]) {
      wrap(target, 'addEventListener', (native, args) => {
        open.listeners += 1;
        return native.apply(target, args);
      });
      wrap(target, 'removeEventListener', (native, args) => {
        open.listeners -= 1;
        return native.apply(target, args);
      });
    }
  }
}
