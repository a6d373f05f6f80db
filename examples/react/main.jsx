// A page that shows what the edge says of its device.
import { EdgeprintProvider, useEdgeprint } from 'edgeprint/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const options = {
  siteKey: import.meta.env.VITE_EDGEPRINT_SITE_KEY,
  endpoint: import.meta.env.VITE_EDGEPRINT_URL,
};

function Device() {
  const { result, checking, check } = useEdgeprint();
  if (!result) return <p>Checking …</p>;
  if (result.error) return <p role="alert">{result.error.message}</p>;
  return (
    <>
      <dl>
        <dt>Device</dt>
        <dd>{result.fingerprintId}</dd>
        <dt>Risk</dt>
        <dd>{result.risk_level}</dd>
      </dl>
      <button type="button" disabled={checking} onClick={() => check({ checkIntervalDays: 0 })}>
        Check again
      </button>
    </>
  );
}

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <EdgeprintProvider options={options}>
      <Device />
    </EdgeprintProvider>
  </StrictMode>,
);
