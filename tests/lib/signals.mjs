// The catalogue's names, read from its one definition.
import { readFileSync } from 'node:fs';
import { inRepo } from './repo.mjs';

const LINE = /^ {4}[A-Z]\w+ (?<name>[a-z0-9_]+): \w+, (?<stability>\w+), /gm;
const source = readFileSync(inRepo('signals/src/catalogue.rs'), 'utf8');

/** Every signal: `{name, stability}`. */
export const SIGNALS = [...source.matchAll(LINE)].map(({ groups }) => ({ ...groups }));
