// What the environment may set for a local start.
import { createServer } from 'node:net';
import { Refusal } from './progress.mjs';

export const HOST = '127.0.0.1';

/** A whole number from the environment, or its default. */
function wholeNumber(name, { otherwise, from, to }) {
  const text = process.env[name];
  if (!text) return otherwise;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw new Refusal(`${name} is "${text}"; it must be a whole number from ${from} to ${to}.`);
}

export const readSettings = () => ({
  port: wholeNumber('EDGEPRINT_PORT', { otherwise: 8787, from: 1, to: 65_535 }),
  rateLimit: wholeNumber('EDGEPRINT_RATE_LIMIT', { otherwise: undefined, from: 1, to: 1_000_000 }),
});

export const docsPort = () => wholeNumber('EDGEPRINT_DOCS_PORT', { otherwise: 8790, from: 1, to: 65_535 });

/** Says at once, not after minutes of building, that somebody else has the port. */
export function checkPort(port, { variable = 'EDGEPRINT_PORT', command = 'npm start' } = {}) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (error) => reject(new Refusal(portMessage(port, error.code, variable, command))));
    probe.listen(port, HOST, () => probe.close(resolve));
  });
}

function portMessage(port, code, variable, command) {
  const taken = `is in use by another program, perhaps by an earlier ${command}. Stop it`;
  const why = code === 'EADDRINUSE' ? taken : `cannot be used (${code}). Change what forbids it`;
  const other = port < 1024 ? 8787 : port < 65_535 ? port + 1 : port - 1;
  return `Port ${port} ${why}, or choose another port: ${variable}=${other} ${command}`;
}
