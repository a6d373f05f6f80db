import { api, told } from '../api';
import { inTenant } from '../tenant';
import { Empty, Flags, Level } from '../ui/parts';
import { deviceColumn, whenColumn } from './lists/columns';
import { METHODS, OF_EVENTS } from './lists/filters';
import { ListPage } from './lists/list-page';

export const Events = () => (
  <ListPage
    title="Submissions"
    about="Every full submission, with what was decided."
    filters={OF_EVENTS}
    read={async (tenantId, query) => {
      const params = { path: { tenantId }, query };
      const { events, nextCursor } = await told(api.GET('/v1/admin/tenants/{tenantId}/events', { params }));
      return { rows: events, nextCursor };
    }}
    keyOf={({ requestId }) => requestId}
    columns={(tenantId) => [
      whenColumn,
      deviceColumn(tenantId),
      { name: 'Score', number: true, cell: ({ score }) => score },
      { name: 'Level', cell: ({ riskLevel }) => <Level level={riskLevel} /> },
      { name: 'Flags', cell: ({ flags }) => <Flags flags={flags} /> },
      { name: 'Told by', cell: ({ identity }) => METHODS[identity.method] },
      { name: 'About', cell: ({ action, linkedId }) => [action, linkedId].filter(Boolean).join(' · ') || '—' },
      { name: 'Origin', cell: ({ origin }) => origin ?? '—' },
    ]}
    empty={(tenantId) => (
      <Empty title="No submission yet">
        <p>
          Pages submit once they have a site’s snippet. <a href={inTenant(tenantId, '/sites')}>Open a site</a> and use
          its <em>Test it</em> button.
        </p>
      </Empty>
    )}
  />
);
