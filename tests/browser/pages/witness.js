// Watches a check in a page where nothing else can be relied on. It comes first and keeps what it needs; a page's
// traps come next, `witness.mark()` after them, then the client. `witness.told()` is a text: what came of
// `witness.run()`, which errors the page heard of, and which globals and nodes are there that were not.
{
  const { apply, defineProperty, ownKeys } = Reflect;
  const { stringify } = JSON;
  const { isArray } = Array;
  const { then } = Promise.prototype;
  const html = Object.getOwnPropertyDescriptor(Element.prototype, 'outerHTML').get;
  const root = document.documentElement;
  const heard = [];
  // One of the traps fills it.
  localStorage.clear();
  let outcome = null;
  let globals;
  let markup;

  for (const type of ['error', 'unhandledrejection', 'securitypolicyviolation'])
    addEventListener(type, (event) => {
      heard[heard.length] = `${type} ${event.message ?? ''}`;
    });

  /** As JSON.stringify() would, which asks the page's `toJSON`. */
  function write(value) {
    if (value === undefined) return 'null';
    if (value === null || typeof value !== 'object') return stringify(value) ?? 'null';
    let text = '';
    const keys = ownKeys(value);
    for (let n = 0; n < keys.length; n += 1) {
      const key = keys[n];
      if (typeof key !== 'string' || (isArray(value) && key === 'length')) continue;
      text += `${text && ','}${isArray(value) ? '' : `${stringify(key)}:`}${write(value[key])}`;
    }
    return isArray(value) ? `[${text}]` : `{${text}}`;
  }

  function added() {
    const now = ownKeys(globalThis);
    const found = [];
    for (let n = 0; n < now.length; n += 1) {
      let known = typeof now[n] !== 'string';
      for (let at = 0; at < globals.length; at += 1) known ||= globals[at] === now[n];
      if (!known) found[found.length] = now[n];
    }
    return found;
  }

  globalThis.witness = {
    mark() {
      globals = ownKeys(globalThis);
    },
    run(options) {
      markup = apply(html, root, []);
      if (!globalThis.EdgeprintCollector) {
        outcome = { how: 'absent' };
        return;
      }
      try {
        const promise = globalThis.EdgeprintCollector.createClient(options).checkOnce();
        // The page may have trapped what then() looks for there.
        defineProperty(promise, 'constructor', { value: undefined });
        const settle = (how) => (value) => {
          outcome = { how, value };
        };
        apply(then, promise, [settle('resolved'), settle('rejected')]);
      } catch (error) {
        outcome = { how: 'threw', value: `${error}` };
      }
    },
    told: () => write({ outcome, heard, globals: added(), sameMarkup: markup === apply(html, root, []) }),
  };
}
