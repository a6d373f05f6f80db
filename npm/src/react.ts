/** Edgeprint in React 18 and later. Nothing happens while a page is rendered on a server. */

import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useState,
} from 'react';
import { createClient } from './index.js';
import type { CheckOptions, CheckResult, Client, ClientOptions } from './types.js';

export interface EdgeprintProviderProps {
  /** The client's options, or a client. Those of the first rendering hold. */
  options?: ClientOptions | undefined;
  client?: Client | undefined;
  children?: ReactNode;
}

export interface EdgeprintState {
  /** What the last check resolved with; null before. */
  result: CheckResult | null;
  /** Whether a check is under way. */
  checking: boolean;
  /** Checks again; within the interval it answers from the cache. */
  check(options?: CheckOptions): Promise<CheckResult>;
  client: Client;
}

const ClientContext = createContext<Client | null>(null);

/** Gives all that is below it one client. */
export function EdgeprintProvider({ options, client, children }: EdgeprintProviderProps): ReactElement {
  const [own] = useState(() => client ?? createClient(options));
  return createElement(ClientContext.Provider, { value: own }, children);
}

/** The provider's client. */
export function useEdgeprintClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('useEdgeprint() is used outside of an <EdgeprintProvider>');
  return client;
}

/** The device's id and assessment. Checks when the component is mounted, unless `immediate` is false. */
export function useEdgeprint({ immediate = true }: { immediate?: boolean | undefined } = {}): EdgeprintState {
  const client = useEdgeprintClient();
  const [result, setResult] = useState<CheckResult | null>(null);
  const [running, setRunning] = useState(0);

  const check = useCallback(
    async (options?: CheckOptions) => {
      setRunning((count) => count + 1);
      const told = await client.checkOnce(options);
      setRunning((count) => count - 1);
      // One that its caller gave up says nothing of the device.
      if (told.error?.code !== 'aborted') setResult(told);
      return told;
    },
    [client],
  );

  // Strict mode mounts twice: checks that run at once are one.
  useEffect(() => {
    if (immediate) void check();
  }, [check, immediate]);

  return { result, checking: running > 0, check, client };
}
