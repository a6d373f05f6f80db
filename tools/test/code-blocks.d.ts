// What fragments in the documents take for granted: the page, the backend and the libraries around them.
import type { Client, ClientOptions } from 'edgeprint';
import type { EdgeprintCollectorGlobal } from 'edgeprint/script';

/** As Express has them, with its parsers and sessions. */
type Incoming = { body: Record<string, string>; session: Record<string, string> };
type Outgoing = { json(body: unknown): void; status(code: number): Outgoing; end(): void };

declare global {
  const createClient: typeof import('edgeprint').createClient;
  const client: Client;
  const siteKey: string;
  const deviceId: string;
  const banner: { hidden: boolean; onclick: () => void } & Record<string, () => void>;
  const endpoint: string;
  const EdgeprintCollector: EdgeprintCollectorGlobal;
  const options: ClientOptions;
  const userEmail: string;
  const userPassword: string;
  const app: { post(path: string, handler: (request: Incoming, response: Outgoing) => unknown): void };
  const db: {
    getUser(id: string): Promise<{ lastDeviceId: string }>;
    updateUser(id: string, user: object): Promise<void>;
  };
  const userId: string;
  function lookupDevice(deviceId: string): Promise<import('edgeprint').Device | null>;
  function flagForReview(userId: string, reason: string): Promise<void>;
  function processPayment(userId: string, amount: number): Promise<unknown>;
  const sealed: string;
  const secret: string;
  const rawBody: string;
  const request: { headers: Record<string, string> };
}
