// Scripts wait for dev.json: it must never name an address where nothing answers.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { announce, announcementIn, claim, withdraw } from '../lib/announcement.mjs';

let state;
before(async () => {
  state = await mkdtemp(join(tmpdir(), 'edgeprint-state-'));
});
after(() => rm(state, { recursive: true }));

async function answering(status, act) {
  const server = createServer((_, response) => response.writeHead(status).end());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  await announce(state, { url, siteKey: 'pk', secretKey: 'sk', adminToken: 'a', tenantId: 't' });
  try {
    return await act(url);
  } finally {
    await new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
  }
}

test('it has the four documented members, for its owner only', () =>
  answering(200, async (url) => {
    const told = JSON.parse(await readFile(announcementIn(state), 'utf8'));
    assert.deepEqual(told, { url, siteKey: 'pk', secretKey: 'sk', adminToken: 'a' });
    assert.equal((await stat(announcementIn(state))).mode & 0o777, 0o600);
  }));

test('a state folder that is in use is refused, and its announcement stays', () =>
  answering(200, async (url) => {
    await assert.rejects(claim(state), new RegExp(`already runs at ${url}.*EDGEPRINT_STATE=`));
    await stat(announcementIn(state));
  }));

test('what a crash left behind is removed at the next start', async () => {
  await answering(200, async () => {});
  await claim(state);
  await assert.rejects(stat(announcementIn(state)), { code: 'ENOENT' });
});

test('another program that took the address since is not ours', () =>
  answering(404, async () => {
    await claim(state);
    await assert.rejects(stat(announcementIn(state)), { code: 'ENOENT' });
  }));

test('a folder without an announcement is free, and withdrawing twice harms nobody', async () => {
  await withdraw(state);
  await withdraw(state);
  await claim(join(state, 'not-there-yet'));
});
