// The API, with its types from the OpenAPI document.
import { signal } from '@preact/signals';
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/api';

export type Schemas = components['schemas'];

/** What changes something must carry it: pages of other origins cannot send it. */
const OWN = { 'X-Edgeprint-Backoffice': '1' };

export const api = createClient<paths>({ baseUrl: location.origin, headers: OWN, credentials: 'same-origin' });

/** Whether somebody is signed in; undefined until it is known. */
export const signedIn = signal<boolean | undefined>(undefined);

/** Where the deployment's demo page lies, if it has one. */
export const demo = signal<URL | undefined>(undefined);

/** Asks whether somebody is signed in. */
export async function readSession() {
  const session = await told(api.GET('/v1/admin/session'));
  const url = session.demoUrl === null ? undefined : new URL(session.demoUrl, location.origin);
  demo.value = url && /^https?:$/.test(url.protocol) ? url : undefined;
  signedIn.value = session.signedIn;
}

/** A refusal or a failure, in words that can be shown. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly requestId?: string,
  ) {
    super(message);
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a success; otherwise throws {@link Refused}. */
export async function told<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Refused('unreachable', 0, 'The edge cannot be reached. Check the connection and try again.');
  }
  if (answer.data !== undefined && answer.response.ok) return answer.data;
  throw refusalOf(answer.response, answer.error);
}

export function refusalOf({ status, headers }: Response, error: unknown): Refused {
  const problem = (error ?? {}) as Partial<Schemas['Problem']>;
  const code = problem.code ?? `status_${status}`;
  if (code === 'admin_token_invalid') signedIn.value = false;
  const wait = headers.get('retry-after');
  const detail = problem.detail || problem.title || `The edge answered with status ${status}.`;
  return new Refused(code, status, wait ? `${detail} Try again in ${wait} s.` : detail, problem.requestId);
}

/** Any failure as something to show. */
export const asRefused = (error: unknown): Refused =>
  error instanceof Refused ? error : new Refused('broken', 0, error instanceof Error ? error.message : String(error));
