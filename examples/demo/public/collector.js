// Gets the collector and makes the one client of this page.

/** @typedef {import('../../../npm/src/types.js').Client} Client */
/** @typedef {import('../../../npm/src/types.js').ClientOptions} ClientOptions */
/** @typedef {{ createClient(options: ClientOptions): Client }} Collector */

const SCRIPT = '/collector/edgeprint-collector.js';

/**
 * A plain tag would do (see the page's last section). This page adds it by
 * script to hear of its failure too, since ad blockers are among the things to show.
 * @returns {Promise<Client>}
 */
export async function createClient() {
  await loadScript(SCRIPT);
  const collector = /** @type {{ EdgeprintCollector?: Collector }} */ (window).EdgeprintCollector;
  if (!collector) throw new Error(`${SCRIPT} did not define EdgeprintCollector`);
  return collector.createClient({ siteKey: fetchSiteKey, endpoint: location.origin });
}

/**
 * The address may name a site, as the Backoffice's does to try one. Else it is asked of the backend rather than written into the page, so that the same
 * page runs with any key.
 * @returns {Promise<string>}
 */
export async function fetchSiteKey() {
  const named = new URLSearchParams(location.search).get('siteKey');
  if (named) return named;
  const response = await fetch('config.json');
  if (!response.ok) throw new Error(`config.json answered ${response.status}`);
  return String((await response.json()).siteKey);
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
