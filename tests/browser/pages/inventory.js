// Takes stock of a realm, so that a test can see what a guest changed:
// `inventory()` remembers, `changes()` lists what differs since.
{
  const describe = (object) => {
    const found = new Map();
    for (const key of Reflect.ownKeys(object)) found.set(key, Object.getOwnPropertyDescriptor(object, key));
    return found;
  };
  const differs = (a, b) =>
    !a ||
    !b ||
    ['value', 'get', 'set', 'writable', 'enumerable', 'configurable'].some((part) => !Object.is(a[part], b[part]));

  /** Every native object that is reachable by name, with what it holds. */
  const stock = () => {
    const all = new Map([['window', describe(globalThis)]]);
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      const value = Object.getOwnPropertyDescriptor(globalThis, name)?.value;
      if (typeof value === 'function' || ['Math', 'JSON', 'Reflect', 'Intl', 'WebAssembly'].includes(name)) {
        all.set(name, describe(value));
        if (value.prototype) all.set(`${name}.prototype`, describe(value.prototype));
      }
    }
    for (const [name, object] of Object.entries({ navigator, screen, document, history, location }))
      all.set(name, describe(object));
    return all;
  };

  // Members that the browser itself moves while a page lives.
  const moving = new Set(['window.event', 'document.location', 'window.collected']);
  let before;
  globalThis.inventory = () => {
    before = stock();
  };
  globalThis.changes = () => {
    const found = [];
    for (const [name, members] of stock()) {
      const old = before.get(name);
      if (!old) continue; // a new global is listed under window
      for (const key of new Set([...old.keys(), ...members.keys()])) {
        const path = `${name}.${String(key)}`;
        if (!moving.has(path) && differs(old.get(key), members.get(key))) found.push(path);
      }
    }
    return found;
  };
}
