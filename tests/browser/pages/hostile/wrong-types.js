// Every property of the navigator and the screen answers with something else than it should.
const cyclic = {};
cyclic.self = cyclic;
const answers = [
  null,
  undefined,
  Number.NaN,
  -1,
  1e308,
  Symbol('s'),
  cyclic,
  [],
  [[]],
  '',
  'x'.repeat(100_000),
  '\ud800',
  () => 1,
  new Proxy(
    {},
    {
      get() {
        throw new Error('trap');
      },
      ownKeys() {
        throw new Error('trap');
      },
    },
  ),
  { length: 4294967295 },
  123n,
  new Date(Number.NaN),
  {
    valueOf() {
      throw new Error('valueOf');
    },
    toString() {
      throw new Error('toString');
    },
  },
];
let turn = 0;
for (const prototype of [Navigator.prototype, Screen.prototype]) {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (!descriptor.get || !descriptor.configurable) continue;
    const answer = answers[turn++ % answers.length];
    Object.defineProperty(prototype, name, { ...descriptor, get: () => answer });
  }
}
