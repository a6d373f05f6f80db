// The plainest linker that speaks the benchmark's protocol: equal looks are one device.
import { createInterface } from 'node:readline';
import { Exact } from './lib/baselines.mjs';

const linker = new Exact();
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(linker.answer(JSON.parse(line)))}\n`);
}
