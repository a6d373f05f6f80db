/** The talk with the edge: a token, a submission, a visit. */

import { isText, membersOf, readAssessment } from './answer.js';
import type { Entry } from './cache.js';
import { Failure, failure } from './failure.js';
import type { CollectRequest, ErrorCode } from './generated/vocabulary.js';
import { DAY, usableAmount } from './interval.js';
import { post } from './transport.js';
import type { Collection, SiteKey } from './types.js';

/** Answers that a fresh token can mend. */
const TOKEN_TROUBLE: ErrorCode[] = ['token_expired', 'token_spent', 'device_token_invalid'];

export interface Edge {
  /** The endpoint, without a slash at its end. */
  endpoint: string;
  siteKey: string;
  signal: AbortSignal;
}

/** The page's site key, whichever form it was given in. */
export async function resolveSiteKey(siteKey: SiteKey | undefined): Promise<string> {
  let key: unknown;
  try {
    key = await (typeof siteKey === 'function' ? siteKey() : siteKey);
  } catch (cause) {
    throw failure('site_key_unavailable', `The siteKey function or promise failed: ${cause}`);
  }
  if (!isText(key)) throw failure('site_key_unavailable', 'The siteKey function or promise gave no string');
  return key;
}

/** Submits a collection that may still be running: the token is fetched meanwhile. */
export async function submit(
  edge: Edge,
  collecting: Promise<Collection>,
  known: Entry | undefined,
  collector: string,
): Promise<Entry> {
  let token = await fetchToken(edge);
  const { components, error } = await collecting;
  if (error) throw new Failure(error);
  const send = async (deviceToken: string | undefined) => {
    const body: CollectRequest = { token: token.token, collector, components, ...(deviceToken && { deviceToken }) };
    return readEntry(await post(`${edge.endpoint}/v1/collect`, body, edge.signal), token.every);
  };
  try {
    return await send(known?.token);
  } catch (thrown) {
    const code = thrown instanceof Failure ? thrown.error.code : '';
    if (!TOKEN_TROUBLE.includes(code as ErrorCode)) throw thrown;
    token = await fetchToken(edge);
    return send(code === 'device_token_invalid' ? undefined : known?.token);
  }
}

async function fetchToken({ endpoint, siteKey, signal }: Edge) {
  const { token, checkIntervalSeconds } = membersOf(await post(`${endpoint}/v1/token`, { siteKey }, signal));
  if (!isText(token)) throw malformed();
  return { token, every: usableAmount(checkIntervalSeconds) };
}

/** What is kept of an answer. It counts from when the answer came. */
function readEntry(answer: unknown, every: number | undefined): Entry {
  const last = readAssessment(answer);
  const { nextSubmitIn, deviceToken } = membersOf(answer);
  if (!last || !isText(deviceToken)) throw malformed();
  return { at: Date.now(), every: usableAmount(nextSubmitIn, DAY) ?? every, token: deviceToken, last };
}

/** Tells the edge that a known device was here again. Survives the page's end. */
export const visit = ({ endpoint, siteKey, signal }: Edge, deviceToken: string): Promise<unknown> =>
  post(`${endpoint}/v1/visit`, { siteKey, deviceToken }, signal, true);

const malformed = () => failure('answer_malformed', 'The answer is not one of the edge');
