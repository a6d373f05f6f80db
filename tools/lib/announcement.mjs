// dev.json in the state folder: there exactly while a local start answers, for whoever waits for it.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from './progress.mjs';
import { readJson, writePrivately } from './secrets.mjs';

export const announcementIn = (state) => join(state, 'dev.json');

export const announce = (state, { url, siteKey, secretKey, adminToken }) =>
  writePrivately(announcementIn(state), { url, siteKey, secretKey, adminToken });

export const withdraw = (state) => rm(announcementIn(state), { force: true });

/** Refuses a state folder that a running start has: two would write to one database. Removes what a crash left behind. */
export async function claim(state) {
  const left = await readJson(announcementIn(state)).catch(() => null);
  if (left && (await answers(left.url)))
    throw new Refusal(
      `An npm start with this state folder already runs at ${left.url}. ` +
        'Stop it, or choose another folder: EDGEPRINT_STATE=.edgeprint/second npm start',
    );
  await withdraw(state);
}

async function answers(url) {
  try {
    return (await fetch(`${url}/v1/health`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
