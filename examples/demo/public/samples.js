// The code that a site would write, with this site's own values filled in.

import { byId } from './dom.js';

/** @param {string} siteKey */
export function showSamples(siteKey) {
  byId('page-code').textContent = `<script
  src="${location.origin}/collector/edgeprint-collector.js"
  data-site-key="${siteKey}"
  data-auto-init
  data-auto-check-once
  async
></script>
<script>
  document.addEventListener('edgeprint:result', ({ detail }) => {
    // Send detail.fingerprintId along with the login, the order, the sign-up.
  });
</script>`;
  byId('backend-code').textContent = `const response = await fetch(
  \`${location.origin}/v1/device/\${encodeURIComponent(deviceId)}\`,
  { headers: { Authorization: \`Bearer \${process.env.EDGEPRINT_SECRET_KEY}\` } },
);
if (response.ok) {
  const { device } = await response.json();
  if (device.riskLevel === 'high' || device.riskLevel === 'critical') {
    // Ask for a second factor, hold the order, look again.
  }
}`;
}
