// What the page does: check, look the device up, list the signals.

import { createClient, fetchSiteKey } from './collector.js';
import { showDevice, showNoDevice } from './device.js';
import { byId, copies } from './dom.js';
import { say, setBusy, showForgotten, showLocal, showNoCollector, showResult } from './result.js';
import { showSamples } from './samples.js';
import { loadCatalogue, showNoSignals, showSignals, wireFilters } from './signals.js';

const catalogue = loadCatalogue();
/** @type {Promise<import('./collector.js').Client> | undefined} */
let client;
let busy = false;

/** The one client of this page; a failed load is tried again at the next click. */
function theClient() {
  client ??= createClient().catch((error) => {
    client = undefined;
    throw error;
  });
  return client;
}

/**
 * Asks the client, then shows everything that follows from the answer.
 * @param {import('../../../npm/src/types.js').CheckOptions} [options]
 */
async function check(options) {
  say('Reading this browser and asking the edge…');
  const ready = await theClient();
  const started = performance.now();
  const result = await ready.checkOnce(options);
  showResult(result, performance.now() - started);
  await Promise.all([lookUp(result), listSignals(result.collection)]);
}

/**
 * A local fingerprint is no device id: there is nothing to look up.
 * @param {import('./result.js').CheckResult} result
 */
async function lookUp(result) {
  if (!result.fingerprintId || result.fingerprintId === result.fingerprint) {
    showNoDevice('No device id yet: the edge gives one with its first answer.');
  } else {
    await showDevice(result.fingerprintId);
  }
}

/**
 * A check that submits brings what it read; an answer from the cache has read nothing, so this page reads then.
 * @param {import('../../../npm/src/types.js').Collection} [read]
 */
async function listSignals(read) {
  const collected = read ?? (await (await theClient()).collect());
  showSignals(collected, await catalogue);
  return collected;
}

async function collectLocally() {
  say('Reading this browser…');
  showLocal(await listSignals());
}

async function forget() {
  (await theClient()).clear();
  showForgotten();
  showNoDevice('Forgotten here. Check again to have an id to look up.');
}

/** @param {() => Promise<void>} task */
async function run(task) {
  if (busy) return;
  busy = true;
  setBusy(true);
  try {
    await task();
  } catch (error) {
    // The client itself never throws: only its script can fail to arrive.
    const why = error instanceof Error ? error.message : String(error);
    showNoCollector(`${why}. Does an extension block it?`);
    showNoDevice('No device id: nothing was collected.');
    showNoSignals('Nothing was read.');
  } finally {
    busy = false;
    setBusy(false);
  }
}

/** Site keys are public by nature: every page that uses one shows it. */
async function fillSamples() {
  try {
    showSamples(await fetchSiteKey());
  } catch {
    showSamples('pk_prod_your_site_key_here');
  }
}

byId('check').addEventListener('click', () => run(() => check()));
// An interval of 0 makes every call a full submission.
byId('resubmit').addEventListener('click', () => run(() => check({ checkIntervalSeconds: 0 })));
byId('local').addEventListener('click', () => run(collectLocally));
byId('forget').addEventListener('click', () => run(forget));
copies(
  /** @type {HTMLButtonElement} */ (byId('copy-id')),
  () => byId('device-id').textContent ?? '',
  byId('device-id'),
);
copies(/** @type {HTMLButtonElement} */ (byId('copy-curl')), () => byId('curl').textContent ?? '', byId('curl'));
wireFilters();
fillSamples();
// Whoever comes to see a submission arrive wants no answer from the cache.
const mustSubmit = new URLSearchParams(location.search).has('submit');
run(() => check(mustSubmit ? { checkIntervalSeconds: 0 } : undefined));
