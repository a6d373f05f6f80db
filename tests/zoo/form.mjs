// The page of `--interact`: a form whose input is watched, with Edgeprint alone. What was done is sent when its last
// button is pressed, by whatever means.

/** What is written into the form, by everybody. */
export const TEXT = 'a parcel for two';
/** What is pressed, in turn; the first is written into, the last sends. */
export const TARGETS = ['name', 'small', 'large', 'go'];

const PLACES = ['left:60px;top:90px', 'left:420px;top:240px', 'left:90px;top:330px', 'left:430px;top:110px'];

/**
 * A person's hand has to find the form: where the browser has put the page is told by where it says that the mouse is.
 * This happens before anything is watched.
 */
const script = (siteKey, timeout) => `
const query = new URLSearchParams(location.search);
const post = (path, told) => {
  const request = new XMLHttpRequest();
  request.open('POST', path + '?visit=' + query.get('visit'));
  request.send(JSON.stringify(told));
};
const centre = (id) => {
  const { left, top, width, height } = document.getElementById(id).getBoundingClientRect();
  return [left + width / 2, top + height / 2];
};
addEventListener('load', async () => {
  const { withWatch } = await import('/collector/watch.js');
  const client = withWatch(EdgeprintCollector.createClient({
    siteKey: '${siteKey}', endpoint: location.origin, timeout: ${timeout}, collect: { timeout: 20000 }, checkIntervalDays: 0 }));
  if (query.has('person')) {
    const { clientX, clientY } = await new Promise((resolve) => addEventListener('pointermove', resolve, { once: true }));
    document.getElementById('form').hidden = false;
    post('/place', { at: [clientX, clientY], targets: ${JSON.stringify(TARGETS)}.map(centre) });
  }
  document.getElementById('form').hidden = false;
  client.watch(document);
  document.getElementById('go').addEventListener('click', async () => {
    post('/told', { edgeprint: await client.checkOnce().catch(String) });
  });
  document.title = 'Ready';
});`;

const element = (id, n) => {
  const style = `style="position:absolute;width:110px;height:44px;${PLACES[n]}"`;
  return n === 0 ? `<input id="${id}" ${style}>` : `<button type="button" id="${id}" ${style}>${id}</button>`;
};

export const formPage = (siteKey, timeout) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Form</title><meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">
</head><body><form id="form" hidden onsubmit="return false">${TARGETS.map(element).join('')}</form>
<script src="/collector/edgeprint-collector.js"></script><script>${script(siteKey, timeout)}</script></body></html>`;
