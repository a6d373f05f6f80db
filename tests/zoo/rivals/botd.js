import { load } from '@fingerprintjs/botd';

/** `{bot, flags}`: what BotD makes of the browser, and by which of its detectors. */
export const run = async () => {
  const detector = await load({ monitoring: false });
  const { bot } = detector.detect();
  const detections = Object.entries(detector.getDetections() ?? {});
  return { bot, flags: detections.filter(([, found]) => found.bot).map(([name]) => name) };
};
