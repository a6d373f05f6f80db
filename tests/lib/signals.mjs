// The catalogue, as it is generated from its one definition.
import { readFileSync } from 'node:fs';
import { inRepo } from './repo.mjs';

/** Every signal: `{name, stability, …}`. */
export const SIGNALS = JSON.parse(readFileSync(inRepo('examples/demo/public/signals.json'), 'utf8'));
