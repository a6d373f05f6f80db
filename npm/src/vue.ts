/** Edgeprint in Vue 3. Nothing happens while a page is rendered on a server. */

import { onMounted, type Ref, readonly, ref, shallowRef } from 'vue';
import { createClient } from './index.js';
import type { CheckOptions, CheckResult, Client, ClientOptions } from './types.js';

export interface EdgeprintOptions extends ClientOptions {
  /** A client that components share, instead of one of this component's own. */
  client?: Client | undefined;
  /** False: nothing is checked until `check()` is called. */
  immediate?: boolean | undefined;
}

export interface EdgeprintState {
  /** What the last check resolved with; null before. */
  result: Readonly<Ref<CheckResult | null>>;
  /** Whether a check is under way. */
  checking: Readonly<Ref<boolean>>;
  /** Checks again; within the interval it answers from the cache. */
  check(options?: CheckOptions): Promise<CheckResult>;
  client: Client;
}

/** The device's id and assessment. Checks when the component is mounted. */
export function useEdgeprint({ client: shared, immediate = true, ...options }: EdgeprintOptions = {}): EdgeprintState {
  const client = shared ?? createClient(options);
  const result = shallowRef<CheckResult | null>(null);
  const checking = ref(false);
  let running = 0;

  async function check(call?: CheckOptions): Promise<CheckResult> {
    running += 1;
    checking.value = true;
    const told = await client.checkOnce(call);
    running -= 1;
    checking.value = running > 0;
    // One that its caller gave up says nothing of the device.
    if (told.error?.code !== 'aborted') result.value = told;
    return told;
  }

  if (immediate) onMounted(() => void check());
  return { result, checking: readonly(checking), check, client };
}
