// Programs that never ran the page: each sends what a person's browser sent, with a fresh token, over TLS of its own.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PROGRAMS, post } from '../lib/tls/clients.mjs';
import { startFront } from '../lib/tls/front.mjs';
import { PYTHON } from './places.mjs';
import { PLACE } from './stand.mjs';

const run = promisify(execFile);
const DRIVE = fileURLToPath(new URL('stacks/drive.py', import.meta.url));
/** What a program would copy; the rest is the library's own business. */
const COPIED = /^(user-agent|accept|accept-language|accept-encoding|origin|referer|content-type|sec-)/;

/** The browser whose submission a program copies: the one that it says it is. */
export const copies = (program) => (program.endsWith('firefox') ? 'h-firefox' : 'h-chromium');

/** Sends a copy of what a client sent; `{edgeprint}`, or `{error}` where the program failed. */
export async function sendCopy(program, stand, original) {
  const { tlsVersion, httpProtocol, ...place } = PLACE;
  const front = await startFront(stand.edge, { cf: place });
  const folder = mkdtempSync(join(tmpdir(), 'edgeprint-zoo-'));
  try {
    const { headers, body } = original;
    const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => COPIED.test(name)));
    const visitor = stand.edge.visitor({ origin: headers.origin });
    const token = await visitor.token(stand.site);
    const { deviceToken, ...rest } = body;
    const sent = { url: `${front.url}/v1/collect`, headers: kept, body: JSON.stringify({ ...rest, token }) };
    return { edgeprint: program in PROGRAMS ? await post(program, sent) : await byPython(program, sent, folder) };
  } catch ({ message }) {
    return { error: message };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await front.close();
  }
}

async function byPython(library, sent, folder) {
  const file = join(folder, 'request.json');
  writeFileSync(file, JSON.stringify({ ...sent, library }));
  const { stdout } = await run(PYTHON, [DRIVE, 'post', file]);
  return JSON.parse(stdout);
}
