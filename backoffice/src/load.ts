// Loading for components: what came, what went wrong, and whether it takes long enough to say so.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { asRefused, type Refused } from './api';

/** Nothing is said of what takes less. */
const PATIENCE_MS = 200;

export interface Loaded<T> {
  data?: T;
  error?: Refused;
  slow: boolean;
  /** When the data came. */
  at?: Date;
  reload(): void;
}

/** Loads when `what` changes, and again when told to. The former data stays until the new is there. */
export function useLoad<T>(load: () => Promise<T>, what: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, 'reload'>>({ slow: false });
  const [turn, setTurn] = useState(0);
  const latest = useRef(0);
  useEffect(() => {
    latest.current += 1;
    const mine = latest.current;
    const current = () => mine === latest.current;
    const timer = setTimeout(() => current() && setState((before) => ({ ...before, slow: true })), PATIENCE_MS);
    load()
      .then((data) => current() && setState({ data, at: new Date(), slow: false }))
      .catch((error) => current() && setState((before) => ({ ...before, error: asRefused(error), slow: false })))
      .finally(() => clearTimeout(timer));
    return () => {
      latest.current += 1;
      clearTimeout(timer);
    };
  }, [...what, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { ...state, reload };
}

/** An act of the operator's: whether it runs, and what went wrong. */
export function useAct(): { busy: boolean; error?: Refused; act(task: () => Promise<unknown>): Promise<boolean> } {
  const [state, setState] = useState<{ busy: boolean; error?: Refused }>({ busy: false });
  const act = useCallback(async (task: () => Promise<unknown>) => {
    setState({ busy: true });
    try {
      await task();
      setState({ busy: false });
      return true;
    } catch (error) {
      setState({ busy: false, error: asRefused(error) });
      return false;
    }
  }, []);
  return { ...state, act };
}

/** Calls `task` every so many milliseconds while `on`. */
export function useEvery(ms: number, on: boolean, task: () => void) {
  const latest = useRef(task);
  latest.current = task;
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && latest.current(), ms);
    return () => clearInterval(timer);
  }, [ms, on]);
}
