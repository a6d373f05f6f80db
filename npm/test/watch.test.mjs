// What is kept of input: numbers, by which people's differs from programs'.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadEntry } from './support.mjs';

const { InputTally } = await loadEntry('input-tally.ts');

/** A window with a toolbar that does not fill the screen. */
const FRAME = { above: 90, free: true };
/** A mouse's event; on the screen the page lies at 20, 110. */
const mouse = (type, timeStamp, x, y, more) => {
  const place = { clientX: x, clientY: y, screenX: x + 20, screenY: y + 110 };
  return { type, timeStamp, pointerType: 'mouse', isTrusted: true, ...place, ...more };
};
const key = (type, timeStamp, code) => ({ type, timeStamp, code, isTrusted: true });

function summaryOf(events, frame = FRAME) {
  const tally = new InputTally();
  for (const event of events) tally.add(event, frame);
  return tally.summary();
}

/** Moves to a place in many steps, and presses there for 80 ms. */
function clickOfAPerson(at, x, y) {
  const moves = Array.from({ length: 12 }, (_, n) =>
    mouse('pointermove', at + 16 * n, x - 60 + 5 * n, y - 24 + 2 * n, { getCoalescedEvents: () => [1, 2] }),
  );
  return [...moves, mouse('pointerdown', at + 220, x, y), mouse('pointerup', at + 300, x, y)];
}

test('a person’s mouse moves to where it presses, and presses for a while', () => {
  const counts = summaryOf([...clickOfAPerson(0, 100, 100), ...clickOfAPerson(1000, 400, 300)]);
  const { mouse: all, moves, coalesced, clicks, jumps, instant, displaced, untrusted } = counts;
  assert.deepEqual([all, moves, coalesced, clicks], [28, 24, 24, 2]);
  assert.deepEqual([jumps, instant, displaced, untrusted], [0, 0, 0, 0]);
});

test('a driven mouse jumps, presses for no time, and is at the place on the screen that it has in the page', () => {
  const driven = (at, x, y) => {
    const place = { screenX: x, screenY: y };
    return [
      mouse('pointermove', at, x, y, place),
      mouse('pointerdown', at + 1, x, y, place),
      mouse('pointerup', at + 1.5, x, y, place),
    ];
  };
  const { clicks, jumps, instant, displaced } = summaryOf([
    ...driven(0, 100, 100),
    ...driven(9, 400, 300),
    ...driven(18, 9, 9),
  ]);
  assert.deepEqual([clicks, jumps, instant, displaced], [3, 2, 3, 9]);
});

test('places are not compared where the window’s frame is unknown, has no toolbar, or fills the screen', () => {
  const atSame = [mouse('pointermove', 0, 5, 5, { screenX: 5, screenY: 5 })];
  for (const frame of [null, { above: 0, free: true }, { above: 90, free: false }]) {
    assert.equal(summaryOf(atSame, frame).displaced, 0);
  }
  assert.equal(summaryOf(atSame).displaced, 1);
});

test('pressing twice at one place is no jump', () => {
  const press = (at) => [mouse('pointerdown', at, 50, 50), mouse('pointerup', at + 60, 50, 50)];
  assert.equal(summaryOf([...press(0), ...press(200)]).jumps, 0);
});

/** Keys in turn, a gap and a time held for each. */
function typed(gaps, heldFor) {
  let at = 0;
  return [0, ...gaps].flatMap((gap, n) => {
    at += gap;
    const code = `Key${'ABC'[n % 3]}`;
    return [key('keydown', at, code), key('keyup', at + heldFor, code)];
  });
}

test('a busy page that gets a whole way in one event sees no jump', () => {
  const way = { getCoalescedEvents: () => new Array(30).fill(0) };
  const press = (at, x) => [mouse('pointerdown', at, x, 50), mouse('pointerup', at + 60, x, 50)];
  const counts = summaryOf([...press(0, 50), mouse('pointermove', 400, 300, 50, way), ...press(410, 300)]);
  assert.deepEqual([counts.clicks, counts.jumps, counts.coalesced], [2, 0, 1]);
});

test('keys are counted with the times between them, held ones once, pauses not', () => {
  const held = { ...key('keydown', 9999, 'KeyC'), repeat: true };
  const events = [...typed([100, 120, 80, 8700], 70), key('keyup', 9998, 'KeyX'), held];
  const { keys, keysInstant, keyGaps, keyGap, keyGapDeviation } = summaryOf(events);
  assert.deepEqual([keys, keysInstant, keyGaps, keyGap, keyGapDeviation], [5, 0, 3, 100, 16.3]);
  assert.deepEqual(Object.values(summaryOf(typed([20, 20], 0.5))).slice(-5), [3, 3, 2, 20, 0]);
});

test('a key that is pressed again and again, as a remote desktop repeats a held one, has no gaps', () => {
  const again = [0, 30, 60, 90].flatMap((at) => [key('keydown', at, 'KeyA'), key('keyup', at + 1, 'KeyA')]);
  assert.equal(summaryOf(again).keyGaps, 0);
});

test('a coarse clock is not gone by', () => {
  const coarse = typed([100, 100, 100], 0);
  assert.deepEqual(Object.values(summaryOf(coarse)).slice(-5), [4, 0, 0, 0, 0]);
  assert.deepEqual(Object.values(summaryOf([...coarse, key('keyup', 301, 'KeyX')])).slice(-5), [4, 4, 3, 100, 0]);
});

test('no more is looked at than makes sense, however long the page stays open', () => {
  const tally = new InputTally();
  for (let at = 0; at < 50_000; at++) tally.add(mouse('pointermove', at, at % 7, 3), FRAME);
  assert.equal(tally.summary().moves, 20_000);
});

test('what a script made up is counted apart, touch and pen by their presses', () => {
  const made = mouse('pointerdown', 0, 1, 1, { isTrusted: false });
  const press = (pointerType) => mouse('pointerdown', 0, 1, 1, { pointerType });
  const { untrusted, mouse: all, touch, pen } = summaryOf([made, press('touch'), press('pen')]);
  assert.deepEqual([untrusted, all, touch, pen], [1, 0, 1, 1]);
});

test('nothing but numbers leaves, however much there was', () => {
  const text = JSON.stringify(summaryOf([...clickOfAPerson(0, 123, 457), key('keydown', 900, 'KeyQ')]));
  assert.ok(Object.values(JSON.parse(text)).every((value) => typeof value === 'number'));
  assert.ok(!/123|457|KeyQ/.test(text) && text.length < 400, text);
});

/** A window, and a client that has room for what is read, or not. */
async function watched(t, hasRoom = true) {
  const { withWatch } = await loadEntry('watch.ts');
  const former = globalThis.window;
  t.after(() => {
    globalThis.window = former;
  });
  globalThis.window = { outerHeight: 900, innerHeight: 800, screen: { height: 1000 } };
  const calls = [];
  let read;
  const includeComponent = (name, given) => {
    calls.push(name);
    read = given;
    return hasRoom;
  };
  const client = withWatch({ includeComponent, revoke: () => calls.push('revoked') });
  const press = (...elements) => {
    const event = new Event('pointerdown', { bubbles: true });
    for (const element of elements) element.dispatchEvent(event);
  };
  return { withWatch, client, calls, press, told: () => read().untrusted };
}

test('watches elements until each who asked has ended it, an event once', async (t) => {
  const { withWatch, client, calls, press, told } = await watched(t);
  assert.equal(withWatch(client), client, 'it is one already');
  const [outer, inner] = [new EventTarget(), new EventTarget()];
  const [stop, stopOther] = [client.watch(outer), client.watch(outer)];
  client.watch(inner);
  press(inner, outer);
  assert.equal(told(), 1);
  stop();
  stop();
  press(outer);
  assert.equal(told(), 2, 'the other still watches');
  stopOther();
  press(outer);
  assert.equal(told(), 2);
  assert.deepEqual([...new Set(calls)], ['edgeprint.input']);
});

test('moves are heard in the whole page, and no longer than the element is watched', async (t) => {
  const { client } = await watched(t);
  const element = Object.assign(new EventTarget(), { ownerDocument: new EventTarget() });
  const heard = [];
  for (const [name, target] of [
    ['page', element.ownerDocument],
    ['element', element],
  ]) {
    for (const [method, sign] of [
      ['addEventListener', '+'],
      ['removeEventListener', '-'],
    ]) {
      target[method] = (type) => heard.push(`${name} ${sign}${type}`);
    }
  }
  client.watch(element)();
  const changes = ['pointerdown', 'pointerup', 'keydown', 'keyup'];
  const both = (sign) => [...changes.map((type) => `element ${sign}${type}`), `page ${sign}pointermove`];
  assert.deepEqual(heard, [...both('+'), ...both('-')]);
});

test('a person who does not consent any more is watched no longer, and the numbers are forgotten', async (t) => {
  const { client, calls, press, told } = await watched(t);
  const element = new EventTarget();
  client.watch(element);
  press(element);
  client.revoke();
  press(element);
  assert.equal(told(), 0);
  assert.equal(calls.at(-1), 'revoked');
});

test('nothing is watched where there is no element or nothing can be sent, and nothing throws', async (t) => {
  const { client, press } = await watched(t, false);
  const element = new EventTarget();
  element.addEventListener = t.mock.fn(element.addEventListener);
  client.watch(element)();
  assert.equal(element.addEventListener.mock.callCount(), 0);
  for (const none of [null, undefined, {}, 'form']) client.watch(none)();
  const { client: other, told } = await watched(t);
  other.watch(element);
  globalThis.window = undefined;
  press(element);
  assert.equal(told(), 0);
});
