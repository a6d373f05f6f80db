/**
 * What is kept of the input that a page sees: numbers alone. No position, no key, no text and no element leaves this
 * file; positions and keys are compared with the ones before and forgotten.
 */

/** What goes to the edge. Times are in milliseconds. */
export interface InputSummary {
  /** Presses of a pointer that a script made up. */
  untrusted: number;
  /** Moves, presses and releases of mice. */
  mouse: number;
  /** Presses by touch. */
  touch: number;
  /** Presses by pen. */
  pen: number;
  /** Moves of mice. */
  moves: number;
  /** Of these, those in which the browser put several together. */
  coalesced: number;
  /** Mouse events whose place on the screen is their place in the page, where the window's frame rules that out. */
  displaced: number;
  /** Presses of a mouse. */
  clicks: number;
  /** Of these, those at a new place that at most one move led to. */
  jumps: number;
  /** Of these, those released within 2 ms. */
  instant: number;
  /** Keys pressed. */
  keys: number;
  /** Of these, those released within 2 ms. */
  keysInstant: number;
  /** Times from one key to another, of those within two seconds. */
  keyGaps: number;
  /** Their mean. */
  keyGap: number;
  /** How much they vary: the standard deviation. */
  keyGapDeviation: number;
}

/** The members of an event that are looked at. */
export interface Input {
  type: string;
  isTrusted: boolean;
  timeStamp: number;
  pointerType?: string;
  clientX?: number;
  clientY?: number;
  screenX?: number;
  screenY?: number;
  repeat?: boolean;
  /** Which key, to pair its press with its release; forgotten with it. */
  code?: string;
  getCoalescedEvents?: () => unknown[];
}

/** The window's frame: how much higher it is than the page in it, and whether the window leaves room on the screen. */
export interface Frame {
  above: number;
  free: boolean;
}

/** Less is no toolbar. */
const TOOLBAR = 40;
/** A press this near to the last place is no jump. */
const NEAR = 10;
const INSTANT = 2;
const PAUSE = 2000;
/** Keys held at a time. */
const FINGERS = 10;
/** Events that are looked at; a page may stay open for days. */
const MOST = 20_000;

/** Counts input. */
export class InputTally {
  #counts = empty();
  #events = 0;
  #lastAt: number | undefined;
  /** The smallest time between two events that is not nothing: no less can be told by this clock. */
  #step = Number.POSITIVE_INFINITY;
  #gaps = { count: 0, sum: 0, squares: 0 };
  #pressedFrom: { x: number; y: number } | undefined;
  #movesSincePress = 0;
  #pressedAt: number | undefined;
  #lastKey: { at: number; code: string } | undefined;
  #held = new Map<string, number>();

  /** Takes an event; `frame` is told where it can be known. */
  add(event: Input, frame?: Frame): void {
    if (this.#events >= MOST || !(event.isTrusted || event.type === 'pointerdown')) return;
    this.#events++;
    if (!event.isTrusted) {
      this.#counts.untrusted++;
      return;
    }
    this.#setClock(event.timeStamp);
    if (event.type === 'keydown') this.#keyDown(event);
    else if (event.type === 'keyup') this.#keyUp(event);
    else if (event.pointerType === 'mouse') this.#mouse(event, frame);
    else if (event.type === 'pointerdown' && event.pointerType === 'touch') this.#counts.touch++;
    else if (event.type === 'pointerdown' && event.pointerType === 'pen') this.#counts.pen++;
  }

  /**
   * The numbers since the start. Browsers that resist fingerprinting have a coarse clock, by which fingers look quick and
   * even: nothing is told of times until two events show that this one is not.
   */
  summary(): InputSummary {
    const fine = this.#step <= INSTANT;
    const { count, sum, squares } = fine ? this.#gaps : { count: 0, sum: 0, squares: 0 };
    const mean = count ? sum / count : 0;
    const deviation = count ? Math.sqrt(Math.max(0, squares / count - mean * mean)) : 0;
    const times = { keyGaps: count, keyGap: tenths(mean), keyGapDeviation: tenths(deviation) };
    return { ...this.#counts, ...(fine ? {} : { instant: 0, keysInstant: 0 }), ...times };
  }

  #setClock(at: number): void {
    const since = at - (this.#lastAt ?? at);
    if (since > 0 && since < this.#step) this.#step = since;
    this.#lastAt = at;
  }

  #mouse(event: Input, frame: Frame | undefined): void {
    const counts = this.#counts;
    counts.mouse++;
    const { type, timeStamp, clientX: x = 0, clientY: y = 0 } = event;
    if (frame?.free && frame.above >= TOOLBAR && event.screenX === x && event.screenY === y) counts.displaced++;
    if (type === 'pointermove') {
      counts.moves++;
      // A page that was busy gets a whole way in one event.
      const together = event.getCoalescedEvents?.().length ?? 0;
      this.#movesSincePress += Math.max(1, together);
      if (together > 1) counts.coalesced++;
    } else if (type === 'pointerdown') {
      counts.clicks++;
      const from = this.#pressedFrom;
      const far = from && Math.hypot(x - from.x, y - from.y) > NEAR;
      if (far && this.#movesSincePress <= 1) counts.jumps++;
      this.#pressedAt = timeStamp;
      this.#pressedFrom = { x, y };
      this.#movesSincePress = 0;
    } else if (type === 'pointerup' && this.#pressedAt !== undefined) {
      if (timeStamp - this.#pressedAt <= INSTANT) counts.instant++;
      this.#pressedAt = undefined;
    }
  }

  #keyDown({ timeStamp: at, repeat, code = '' }: Input): void {
    if (repeat) return;
    this.#counts.keys++;
    const last = this.#lastKey;
    this.#lastKey = { at, code };
    if (this.#held.size < FINGERS) this.#held.set(code, at);
    // Remote desktops repeat a held key by pressing it again, evenly.
    if (!last || last.code === code || at - last.at > PAUSE) return;
    const gap = at - last.at;
    const gaps = this.#gaps;
    gaps.count++;
    gaps.sum += gap;
    gaps.squares += gap * gap;
  }

  #keyUp({ timeStamp, code = '' }: Input): void {
    const since = this.#held.get(code);
    this.#held.delete(code);
    if (since !== undefined && timeStamp - since <= INSTANT) this.#counts.keysInstant++;
  }
}

const empty = (): Omit<InputSummary, 'keyGaps' | 'keyGap' | 'keyGapDeviation'> => ({
  untrusted: 0,
  mouse: 0,
  touch: 0,
  pen: 0,
  moves: 0,
  coalesced: 0,
  displaced: 0,
  clicks: 0,
  jumps: 0,
  instant: 0,
  keys: 0,
  keysInstant: 0,
});

const tenths = (ms: number): number => Math.round(ms * 10) / 10;
