// Whatever promises an answer never gives one.
const forever = () => new Promise(() => {});
const targets = [
  [globalThis.Permissions?.prototype, ['query']],
  [globalThis.MediaDevices?.prototype, ['enumerateDevices']],
  [globalThis.NavigatorUAData?.prototype, ['getHighEntropyValues']],
  [globalThis.OfflineAudioContext?.prototype, ['startRendering']],
  [globalThis.StorageManager?.prototype, ['estimate']],
];
for (const [target, names] of targets) {
  for (const name of target ? names : [])
    Object.defineProperty(target, name, { value: forever, configurable: true, writable: true });
}
