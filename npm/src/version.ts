/** Set by the build. */
declare const EDGEPRINT_VERSION: string;

/** The version of this package. */
export const version: string = EDGEPRINT_VERSION;
