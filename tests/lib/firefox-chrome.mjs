// Firefox's own side: settings, zoom and private windows, which a page cannot
// reach and puppeteer has no word for. Needs `--remote-allow-system-access`.
import { setTimeout as sleep } from 'node:timers/promises';

export const CHROME_ACCESS = '--remote-allow-system-access';

/** Runs JavaScript in the browser's first window, with all of Firefox's rights. */
async function inChrome(browser, expression) {
  const { connection } = browser;
  const tree = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const answer = await connection.send('script.evaluate', {
    expression,
    target: { context: tree.result.contexts[0].context },
    awaitPromise: true,
  });
  if (answer.result.type === 'exception') throw new Error(answer.result.exceptionDetails.text);
  return answer.result.result.value;
}

const SETTERS = { boolean: 'setBoolPref', number: 'setIntPref', string: 'setStringPref' };

/** Sets preferences while Firefox runs, as its settings page does. */
export function setPrefs(browser, prefs) {
  const calls = Object.entries(prefs).map(
    ([name, value]) => `Services.prefs.${SETTERS[typeof value]}(${JSON.stringify(name)}, ${JSON.stringify(value)})`,
  );
  return inChrome(browser, calls.join(';'));
}

/** Puts preferences back. */
export function clearPrefs(browser, prefs) {
  const calls = Object.keys(prefs).map((name) => `Services.prefs.clearUserPref(${JSON.stringify(name)})`);
  return inChrome(browser, calls.join(';'));
}

/** Zooms the page of that address, as the menu does; Firefox keeps it for the page's host. */
export function zoom(browser, url, factor) {
  return inChrome(
    browser,
    `(async () => {
      const tab = gBrowser.tabs.find(({ linkedBrowser }) => linkedBrowser.currentURI.spec === ${JSON.stringify(url)});
      gBrowser.selectedTab = tab;
      await FullZoom.setZoom(${factor}, tab.linkedBrowser);
    })()`,
  );
}

/** The page of a new private window. */
export async function openPrivateWindow(browser) {
  const before = new Set(await browser.pages());
  await inChrome(browser, 'void OpenBrowserWindow({ private: true })');
  for (;;) {
    await sleep(50);
    const page = (await browser.pages()).find((candidate) => !before.has(candidate));
    // Until the window has loaded its own first page, it aborts what it is sent to.
    if (page && (await page.goto('about:blank').catch(() => undefined)) !== undefined) return page;
  }
}
