/** The last answer of the edge, kept in localStorage, or in memory where that is blocked or full. */

import { type Assessment, isText, membersOf, readAssessment } from './answer.js';
import { usableAmount } from './interval.js';
import { parseJson } from './transport.js';

export interface Entry {
  /** When it was submitted, milliseconds since 1970. 0: must be submitted again. */
  at: number;
  /** The interval that the site asked for, seconds. */
  every?: number | undefined;
  /** The signed device token; absent once the edge has refused it. */
  token?: string | undefined;
  /** The edge's assessment. */
  last: Assessment;
}

export interface Cache {
  read(): Entry | undefined;
  write(entry: Entry): void;
  clear(): void;
}

/** Shared by all caches of a page, as localStorage would be. */
const memory = new Map<string, string>();

export function openCache(name: string): Cache {
  return {
    // Memory first: it is filled only where localStorage refused a write and may hold something older.
    read: () => attempt(() => readEntry(memory.get(name) ?? localStorage.getItem(name))),
    write(entry) {
      const text = JSON.stringify(entry);
      memory.set(name, text);
      attempt(() => {
        localStorage.setItem(name, text);
        memory.delete(name);
      });
    },
    clear() {
      memory.delete(name);
      attempt(() => localStorage.removeItem(name));
    },
  };
}

/** Merely naming localStorage throws where cookies are blocked and in sandboxed frames. */
function attempt<T>(use: () => T): T | undefined {
  try {
    // Node 25 has a localStorage too, and warns whoever touches it.
    return typeof document === 'undefined' ? undefined : use();
  } catch {
    return undefined;
  }
}

/** What was stored, if it is an entry in every member: people, extensions and older versions write there too. */
function readEntry(text: string | null | undefined): Entry | undefined {
  const { at, every, token, last } = membersOf(parseJson(text));
  const assessment = readAssessment(last);
  if (!assessment || typeof at !== 'number') return undefined;
  return { at, every: usableAmount(every), token: isText(token) ? token : undefined, last: assessment };
}
