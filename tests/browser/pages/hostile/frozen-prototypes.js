// A hardened realm: nothing can be changed or added.
for (const name of Object.getOwnPropertyNames(globalThis)) {
  const value = Object.getOwnPropertyDescriptor(globalThis, name)?.value;
  if (typeof value !== 'function') continue;
  Object.freeze(value);
  if (value.prototype) Object.freeze(value.prototype);
}
for (const object of [Math, JSON, Reflect, Intl, navigator, screen, Intl.DateTimeFormat.prototype])
  Object.freeze(object);
