import { EdgeprintProvider, useEdgeprint } from 'edgeprint/react';

/** The island: it has its provider inside, for islands share no context. */
export const Device = ({ options }) => (
  <EdgeprintProvider options={options}>
    <Result />
  </EdgeprintProvider>
);

/** On the server, and before the first check is through, there is no result. */
function Result() {
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
