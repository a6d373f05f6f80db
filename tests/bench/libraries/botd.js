import { load } from '@fingerprintjs/botd';

export const run = async () => {
  const detector = await load({ monitoring: false });
  return { id: String(detector.detect().bot) };
};
