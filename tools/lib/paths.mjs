// Where things are in the checkout.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** An absolute path inside the repository. */
export const inRepo = (...parts) => join(root, ...parts);

/** Cargo's artefacts; Cargo itself reads the same variable. */
export const cargoTarget = resolve(root, process.env.CARGO_TARGET_DIR || 'target');

/** Intermediate files and stamps of our own build. They describe this checkout, so they stay in it. */
export const work = inRepo('target', 'edgeprint');

/** Where a tool is kept that commands bring when they first need it: all checkouts share it. */
export const toolFolder = (name) => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'edgeprint', name);

/** What survives between starts: D1, KV, keys. */
export const stateFolder = () => resolve(root, process.env.EDGEPRINT_STATE || '.edgeprint');
