/** What the submitter uses of the part that loads it: handed over, so that its file does not bring it again. */

import { readAssessment } from './answer.js';
import { asFailure } from './failure.js';
import { intervalSeconds, usableAmount } from './interval.js';
import { reducedTo } from './reduced.js';
import { assessed, degraded } from './result.js';
import { reach } from './site-key.js';
import { post } from './transport.js';

export const tools = {
  asFailure,
  assessed,
  degraded,
  intervalSeconds,
  post,
  reach,
  readAssessment,
  reducedTo,
  usableAmount,
};

export type Tools = typeof tools;
