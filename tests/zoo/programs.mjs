// Programs that never ran the page: each sends what a person's browser sent, with a fresh token, over TLS of its own.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PROGRAMS, post } from '../lib/tls/clients.mjs';
import { startFront } from '../lib/tls/front.mjs';
import { AS } from './copies.mjs';
import { PYTHON } from './places.mjs';
import { PLACE } from './stand.mjs';

const run = promisify(execFile);
const DRIVE = fileURLToPath(new URL('stacks/drive.py', import.meta.url));
/** What a program would copy; the rest is the library's own business. */
const COPIED = /^(user-agent|accept|accept-language|accept-encoding|origin|referer|content-type|sec-|priority)/;

/** The browser whose submission a program copies: the one that it says it is. */
export const copies = (program) => (program.includes('firefox') ? 'h-firefox' : 'h-chromium');

/** Sends a copy of what a client sent; `{came, edgeprint}`, or `{came, error}` where the program failed. */
export async function sendCopy({ program, as }, stand, original) {
  const { tlsVersion, httpProtocol, ...place } = PLACE;
  const front = await startFront(stand.edge, { cf: place, ja4: true });
  const folder = mkdtempSync(join(tmpdir(), 'edgeprint-zoo-'));
  const came = () => front.requests.length > 0;
  try {
    const { headers, body } = AS[as](original);
    const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => COPIED.test(name)));
    const visitor = stand.edge.visitor({ origin: headers.origin });
    const token = await visitor.token(stand.site);
    const { deviceToken, ...rest } = body;
    const sent = { url: `${front.url}/v1/collect`, headers: kept, body: JSON.stringify({ ...rest, token }) };
    return { edgeprint: await sentBy(program, sent, folder), came: came() };
  } catch ({ message }) {
    return { came: came(), error: message };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await front.close();
  }
}

async function sentBy(program, sent, folder) {
  if (program in PROGRAMS) return post(program, sent);
  return program === 'wget' ? byWget(sent, folder) : byPython(program, sent, folder);
}

async function byWget({ url, headers, body }, folder) {
  const file = join(folder, 'body.json');
  writeFileSync(file, body);
  // It cannot unpack what it does not ask for by itself.
  const { 'user-agent': agent, 'accept-encoding': _, ...rest } = headers;
  const named = Object.entries(rest).map(([name, value]) => `--header=${name}: ${value}`);
  const args = ['-q', '-O', '-', '--no-check-certificate', `--user-agent=${agent}`, ...named, `--post-file=${file}`];
  return JSON.parse((await run('wget', [...args, url])).stdout);
}

async function byPython(library, sent, folder) {
  const file = join(folder, 'request.json');
  writeFileSync(file, JSON.stringify({ ...sent, library }));
  const { stdout } = await run(PYTHON, [DRIVE, 'post', file]);
  return JSON.parse(stdout);
}
