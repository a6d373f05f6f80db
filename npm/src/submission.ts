/** A submission's talk with the edge: a token, then the readings. */

import { isText, membersOf } from './answer.js';
import type { Entry } from './cache.js';
import { failure } from './failure.js';
import type { CollectRequest, ErrorCode } from './generated/vocabulary.js';
import { DAY } from './interval.js';
import type { Address } from './site-key.js';
import type { Stopwatch } from './stopwatch.js';
import type { Tools } from './tools.js';
import type { Collection } from './types.js';
import { version } from './version.js';

/** Answers that a fresh token can mend. */
const TOKEN_TROUBLE: ErrorCode[] = ['token_expired', 'token_spent', 'device_token_invalid'];

export interface Edge extends Address, Tools {
  signal: AbortSignal;
  watch: Stopwatch;
}

/** What goes along with the readings. */
export type Extras = Pick<CollectRequest, 'metadata' | 'reduced'>;

/** Submits a collection that may still be running: the token is fetched meanwhile. */
export async function submit(
  edge: Edge,
  collecting: Promise<Collection>,
  known: Entry | undefined,
  extras: Extras,
): Promise<Entry> {
  let token = await fetchToken(edge);
  const { components, custom } = await collecting;
  const send = async (deviceToken: string | undefined) => {
    const body: CollectRequest = { token: token.token, collector: version, components, ...extras };
    if (deviceToken) body.deviceToken = deviceToken;
    if (custom) body.custom = custom;
    const sending = () => edge.post(`${edge.endpoint}/v1/collect`, body, edge.signal);
    return readEntry(edge, await edge.watch.time('submit', sending), token.every, extras.reduced);
  };
  try {
    return await send(known?.token);
  } catch (thrown) {
    const { code } = edge.asFailure(thrown).error;
    if (!TOKEN_TROUBLE.includes(code as ErrorCode)) throw thrown;
    token = await fetchToken(edge);
    return send(code === 'device_token_invalid' ? undefined : known?.token);
  }
}

async function fetchToken({ endpoint, siteKey, signal, watch, post, usableAmount }: Edge) {
  const asking = () => post(`${endpoint}/v1/token`, { siteKey }, signal);
  const { token, checkIntervalSeconds } = membersOf(await watch.time('token', asking));
  if (!isText(token)) throw malformed();
  return { token, every: usableAmount(checkIntervalSeconds) };
}

/** What is kept of an answer. It counts from when the answer came. */
function readEntry(
  { readAssessment, usableAmount }: Tools,
  answer: unknown,
  every: number | undefined,
  reduced: boolean | undefined,
): Entry {
  const last = readAssessment(answer, reduced);
  const { nextSubmitIn, deviceToken } = membersOf(answer);
  const token = isText(deviceToken) ? deviceToken : undefined;
  if (!last || !(token || reduced)) throw malformed();
  return { at: Date.now(), every: usableAmount(nextSubmitIn, DAY) ?? every, token, last };
}

const malformed = () => failure('answer_malformed', 'The answer is not one of the edge');
