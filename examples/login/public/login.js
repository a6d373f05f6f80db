// The page's part: check the device when somebody logs in, and hand over what the edge said of it.
const { endpoint, siteKey } = await (await fetch('config.json')).json();
await load(`${endpoint}/collector/edgeprint-collector.js`);
const client = globalThis.EdgeprintCollector.createClient({ siteKey });
client.prepare(); // while somebody types

const form = document.querySelector('form');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  // A login is worth a submission of its own: only that comes with a sealed result.
  const { fingerprintId, sealed } = await client.checkOnce({ action: 'login', checkIntervalDays: 0 });
  const { email, password } = Object.fromEntries(new FormData(form));
  const answer = await fetch('api/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, deviceId: fingerprintId, sealed }),
  });
  const { status, reason } = await answer.json();
  document.querySelector('output').textContent = reason ? `${status}: ${reason}` : status;
});

function load(src) {
  return new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement('script'), { src, onload: resolve, onerror: reject }));
  });
}
