// Gets the collector and makes the one client of this page.

/**
 * What this page uses of the client; the `edgeprint` package has the full types.
 * @typedef {{
 *   checkOnce(): Promise<import('./result.js').CheckResult>,
 *   collect(): Promise<import('./signals.js').Collected>,
 *   clear(): void | Promise<void>,
 * }} Client
 */
/** @typedef {{ createClient(options: { siteKey: string | Promise<string>, endpoint: string }): Client }} Collector */

const SCRIPT = '/collector/edgeprint-collector.js';

/**
 * A plain tag would do (see the page's last section). This page adds it by
 * script to hear of its failure too, since ad blockers are among the things to show.
 * @returns {Promise<Client>}
 */
export async function createClient() {
  // Asked for at once, so that it travels beside the script.
  const siteKey = fetchSiteKey();
  siteKey.catch(() => {}); // the client reports it
  await loadScript(SCRIPT);
  const collector = /** @type {{ EdgeprintCollector?: Collector }} */ (window).EdgeprintCollector;
  if (!collector) throw new Error(`${SCRIPT} did not define EdgeprintCollector`);
  return collector.createClient({ siteKey, endpoint: location.origin });
}

async function fetchSiteKey() {
  const response = await fetch('config.json');
  if (!response.ok) throw new Error(`config.json answered ${response.status}`);
  const config = await response.json();
  return String(config.siteKey);
}

/**
 * @param {string} src
 * @returns {Promise<void>}
 */
function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.async = true;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${src} could not be loaded`));
    document.head.append(script);
  });
}
