// A privacy extension gone wrong: whatever one asks of these objects throws.
for (const { prototype } of [
  Navigator,
  Screen,
  Location,
  History,
  Performance,
  HTMLElement,
  globalThis.NetworkInformation,
  globalThis.NavigatorUAData,
].filter(Boolean)) {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (!descriptor.get || !descriptor.configurable) continue;
    Object.defineProperty(prototype, name, {
      ...descriptor,
      get() {
        throw new Error(`hostile ${name}`);
      },
    });
  }
}
