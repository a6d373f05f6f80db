// What stands for a person's hand: a mouse and keys by X's XTEST, which the X server passes on as those of devices. The
// browser sees them as it sees real ones, in its own time; how they go is made up after what is known of hands: slow at both
// ends of a bent way, a press of 60 to 130 ms, uneven keys. So it tells how browsers report devices, not how people move.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { TEXT } from './form.mjs';

/** Milliseconds between two moves, as of a mouse of 125 Hz. */
const STEP = 8;
const SECONDS = 1000;
/** Where a window may be, in shares of the screen: one after the other until its page tells of the mouse. */
const SEARCH = [0.5, 0.3, 0.2, 0.4].map((share) => [share, share]);
const TURNS = 10;

const between = (least, most) => least + Math.random() * (most - least);

/** Does what is to be done in the page that `expected` waits for. */
export async function act({ window, scale = 1 }, expected, env) {
  const [width, height] = window.split('x').map(Number);
  const { seen, from } = await search([width, height], expected, env);
  const { at, targets } = seen;
  const onScreen = targets.map(([x, y]) => [from[0] + (x - at[0]) * scale, from[1] + (y - at[1]) * scale]);
  let here = from;
  const commands = [];
  for (const [n, target] of onScreen.entries()) {
    const goal = target.map((place) => Math.round(place + between(-12, 12)));
    commands.push(...wayTo(here, goal), ...press());
    if (n === 0) commands.push(...typing(TEXT));
    here = goal;
  }
  await xdotool(commands, env);
}

/** Moves about until the page tells where the mouse is. */
async function search([width, height], expected, env) {
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const [x, y] of SEARCH) {
      const from = [Math.round(x * width), Math.round(y * height)];
      await xdotool(['mousemove', ...from], env);
      const seen = await Promise.race([expected.placed, sleep(2 * SECONDS)]);
      if (seen) return { seen, from };
    }
  }
  throw new Error('the page never told where the mouse was');
}

/** A bent way, slow at both ends. */
function wayTo([fromX, fromY], [toX, toY]) {
  const distance = Math.hypot(toX - fromX, toY - fromY);
  const steps = Math.ceil(between(250, 350) / STEP + distance / 20);
  const bend = between(-0.15, 0.15);
  return Array.from({ length: steps }, (_, n) => {
    const t = (n + 1) / steps;
    const share = t * t * t * (10 - 15 * t + 6 * t * t);
    const aside = bend * Math.sin(Math.PI * share);
    const x = fromX + (toX - fromX) * share - (toY - fromY) * aside;
    const y = fromY + (toY - fromY) * share + (toX - fromX) * aside;
    return ['mousemove', Math.round(x), Math.round(y), 'sleep', STEP / SECONDS];
  }).flat();
}

const pause = (least, most) => ['sleep', (between(least, most) / SECONDS).toFixed(3)];
const press = () => [...pause(60, 180), 'mousedown', 1, ...pause(60, 130), 'mouseup', 1, ...pause(150, 350)];

const typing = (text) =>
  [...text].flatMap((letter) => {
    const key = letter === ' ' ? 'space' : letter;
    return ['keydown', key, ...pause(50, 110), 'keyup', key, ...pause(30, 190)];
  });

function xdotool(commands, env) {
  return new Promise((resolve, reject) => {
    const child = spawn('xdotool', commands.map(String), { env, stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`xdotool ended with ${code}`))));
  });
}
