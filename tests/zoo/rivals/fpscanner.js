import FingerprintScanner from 'fpscanner';

const isRaised = (flag) => flag === true || flag?.detected === true;

/** `{bot, flags}`: what fpscanner makes of the browser, and which of its flags are raised. */
export const run = async () => {
  const { fastBotDetection, fastBotDetectionDetails } = await new FingerprintScanner().collectFingerprint({
    encrypt: false,
  });
  const flags = Object.entries(fastBotDetectionDetails).filter(([, flag]) => isRaised(flag));
  return { bot: fastBotDetection, flags: flags.map(([name]) => name) };
};
