/**
 * Evidence from input, for pages that ask for it: whether clicks and keys are such as people make. A module of its own,
 * so that who does not use it does not load it.
 */

import { type Frame, InputTally } from './input-tally.js';
import type { Client } from './types.js';

export type { InputSummary } from './input-tally.js';

/** A client that watches. */
export interface Watcher {
  /**
   * Watches the input of an element and all in it: that of a form, or of the document; moves of a mouse it counts in
   * the whole page. The numbers go along with the next check that submits; nothing is sent by itself. Gives back what
   * ends it. Never throws; does nothing where there is no element, or no room for the numbers among the page's own
   * components.
   */
  watch(element: EventTarget | null | undefined): () => void;
}

/** The name that the edge knows the numbers by, among the page's own components. */
const COMPONENT = 'edgeprint.input';

const EVENTS = ['pointerdown', 'pointerup', 'keydown', 'keyup'];
/** Of the whole page: between two small elements a hand moves over what is not watched, and would seem to jump. */
const MOVE = 'pointermove';
const OPTIONS = { capture: true, passive: true };

/** Gives a client `watch()`. In reduced mode the client sends none of it; `revoke()` ends it and forgets the numbers. */
export function withWatch<C extends Client>(client: C): C & Watcher {
  if ('watch' in client) return client as C & Watcher;
  let tally = new InputTally();
  const seen = new WeakSet<Event>();
  const ends = new Set<() => void>();
  const { revoke } = client;

  function note(event: Event): void {
    // Elements may lie in one another.
    if (seen.has(event)) return;
    seen.add(event);
    try {
      tally.add(event as PointerEvent & KeyboardEvent, frameOf(window));
    } catch {
      // Events may be anything that a page's other scripts make of them; the page is not to suffer from it.
    }
  }

  return Object.assign(client, {
    watch(element: EventTarget | null | undefined) {
      const usable = typeof element?.addEventListener === 'function';
      if (!usable || !client.includeComponent(COMPONENT, () => tally.summary())) return () => {};
      // Its own, so that two who watch one element can end it apart.
      const listener = (event: Event) => note(event);
      const { ownerDocument } = element as Partial<Node>;
      const page = ownerDocument ?? element;
      for (const type of EVENTS) element.addEventListener(type, listener, OPTIONS);
      page.addEventListener(MOVE, listener, OPTIONS);
      const end = () => {
        ends.delete(end);
        for (const type of EVENTS) element.removeEventListener(type, listener, OPTIONS);
        page.removeEventListener(MOVE, listener, OPTIONS);
      };
      ends.add(end);
      return end;
    },
    revoke() {
      for (const end of ends) end();
      tally = new InputTally();
      revoke.call(client);
    },
  });
}

/**
 * The window's frame, as far as a page may know it: within a frame nothing is known, and a window that fills the screen
 * may have no frame at all.
 */
function frameOf({ top, self, outerHeight, innerHeight, screen }: Window): Frame | undefined {
  if (top !== self) return undefined;
  return { above: outerHeight - innerHeight, free: outerHeight < screen.height };
}
