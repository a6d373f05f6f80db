/** A submission's talk with the edge: a token, then the readings. */

import { isText, membersOf } from './answer.js';
import type { Entry } from './cache.js';
import type { Run } from './check.js';
import { type Failure, failure } from './failure.js';
import type { CollectRequest, ErrorCode } from './generated/vocabulary.js';
import { DAY } from './interval.js';
import { collectWith } from './reading.js';
import type { Address } from './site-key.js';
import type { Tools } from './tools.js';
import type { Collection } from './types.js';
import { version } from './version.js';

/** Answers that a fresh token can mend. */
const TOKEN_TROUBLE: ErrorCode[] = ['token_expired', 'token_spent', 'device_token_invalid'];

export interface Edge extends Address, Tools {}

/** What goes along with the readings. */
export type Extras = Pick<CollectRequest, 'metadata' | 'action' | 'linkedId'>;

/** A run that reads. */
export type ReadingRun = Run & { reading: Promise<Collection> };

/** What the edge gives for a submission. */
export interface Submitted {
  entry: Entry;
  /** Not for keeping: it ends within minutes. */
  sealed: unknown;
}

/** Submits: the token is fetched while the signals are read. */
export async function submit(edge: Edge, run: ReadingRun, extras: Extras): Promise<Submitted> {
  const attempt = async (useToken: boolean) => {
    const { token, every, reduced } = await fetchToken(edge, run);
    if (reduced && !run.reduced) {
      reduce(run);
      startReading(run);
    }
    const { components, custom } = await run.reading;
    const body: CollectRequest = { token, collector: version, components, ...extras };
    if (run.reduced) body.reduced = true;
    if (useToken && run.known?.token) body.deviceToken = run.known.token;
    if (custom) body.custom = custom;
    const sending = () => edge.post(`${edge.endpoint}/v1/collect`, body, run.limit.signal);
    return readSubmitted(edge, run, await run.watch.time('submit', sending), every);
  };
  try {
    return await attempt(true);
  } catch (thrown) {
    const code = (thrown as Partial<Failure>).error?.code as ErrorCode;
    if (!TOKEN_TROUBLE.includes(code)) throw thrown;
    return attempt(code !== 'device_token_invalid');
  }
}

/** Reads what the run's mode asks for, in place of what it read before. */
export function startReading(run: Run): asserts run is ReadingRun {
  const { core, custom, options } = run.parts;
  run.reading = collectWith(core, run.reduced ? undefined : custom, options.collect, run.watch);
  // It may fail while the token is still awaited.
  run.reading.catch(() => {});
}

/** The site identifies nobody, whatever the page asked for: what an earlier visit stored would. */
function reduce(run: Run): void {
  run.reduced = true;
  run.known = undefined;
  run.parts.cache.clear();
}

async function fetchToken({ endpoint, siteKey, post, usableAmount }: Edge, { watch, limit }: Run) {
  const asking = () => post(`${endpoint}/v1/token`, { siteKey }, limit.signal);
  const { token, checkIntervalSeconds, reduced } = membersOf(await watch.time('token', asking));
  if (!isText(token)) throw malformed();
  return { token, every: usableAmount(checkIntervalSeconds), reduced };
}

/** What is kept of an answer. It counts from when the answer came. */
function readSubmitted(
  { readAssessment, usableAmount }: Tools,
  run: Run,
  answer: unknown,
  every: number | undefined,
): Submitted {
  const { nextSubmitIn, deviceToken, fingerprintId, sealed } = membersOf(answer);
  // The site may have been reduced since it gave the token.
  if (fingerprintId === null) reduce(run);
  const last = readAssessment(answer, run.reduced);
  const token = isText(deviceToken) ? deviceToken : undefined;
  if (!last || !(token || run.reduced)) throw malformed();
  return { entry: { at: Date.now(), every: usableAmount(nextSubmitIn, DAY) ?? every, token, last }, sealed };
}

const malformed = () => failure('answer_malformed', 'No answer of the edge');
