import type { Schemas } from '../../api';
import { count } from '../../format';
import { Card, Flags, Level } from '../../ui/parts';
import { SaveAs, Table } from '../../ui/table';
import { deviceColumn, whenColumn } from '../lists/columns';

/** What other weights would have done. */
export function Preview({ tenantId, preview }: { tenantId: string; preview: Schemas['RiskPreview'] }) {
  const { weighed, changed, changes, submissions } = preview;
  return (
    <Card title="Preview" aside={<SaveAs name="preview" rows={submissions} />}>
      <p role="status">
        With these weights, of the last {count(weighed)} submissions <strong>{count(changed)}</strong> would change
        level.
      </p>
      {changes.length > 0 && (
        <ul class="changes">
          {changes.map(({ from, to, count: number }) => (
            <li key={`${from}-${to}`}>
              <Level level={from} /> <span aria-hidden="true">→</span>
              <span class="hidden">to</span> <Level level={to} /> {count(number)}
            </li>
          ))}
        </ul>
      )}
      {submissions.length > 0 && (
        <details>
          <summary>The latest of them</summary>
          <Table
            caption="Submissions that would change level"
            rows={submissions}
            keyOf={({ requestId }) => requestId}
            columns={[
              whenColumn,
              deviceColumn(tenantId),
              { name: 'Score', number: true, cell: ({ score }) => score },
              { name: 'Would be', number: true, cell: ({ newScore }) => newScore },
              { name: 'Flags', cell: ({ flags }) => <Flags flags={flags} /> },
            ]}
          />
        </details>
      )}
    </Card>
  );
}
