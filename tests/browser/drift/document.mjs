// Writes docs/reference/drift.md from the lines that the tests assert.
import { writeFileSync } from 'node:fs';
import { inRepo } from '../../lib/repo.mjs';
import { driftDocument } from './table.mjs';

writeFileSync(inRepo('docs/reference/drift.md'), driftDocument());
