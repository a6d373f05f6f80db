import FingerprintScanner from 'fpscanner';

export const run = async () => ({ id: (await new FingerprintScanner().collectFingerprint({ encrypt: false })).fsid });
