import { api, told } from '../api';
import { inTenant } from '../tenant';
import { Empty, Flags, Level, Time } from '../ui/parts';
import { deviceColumn, placeColumn } from './lists/columns';
import { OF_DEVICES } from './lists/filters';
import { ListPage } from './lists/list-page';

export const Devices = () => (
  <ListPage
    title="Devices"
    filters={OF_DEVICES}
    read={async (tenantId, query) => {
      const params = { path: { tenantId }, query };
      const { devices, nextCursor } = await told(api.GET('/v1/admin/tenants/{tenantId}/devices', { params }));
      return { rows: devices, nextCursor };
    }}
    keyOf={({ deviceId }) => deviceId}
    columns={(tenantId) => [
      deviceColumn(tenantId),
      { name: 'Score', sort: 'score', number: true, cell: ({ score }) => score },
      { name: 'Level', cell: ({ riskLevel }) => <Level level={riskLevel} /> },
      { name: 'Flags', cell: ({ flags }) => <Flags flags={flags} /> },
      placeColumn,
      { name: 'Visits', number: true, cell: ({ visitCount }) => visitCount },
      { name: 'First seen', sort: 'createdAt', cell: ({ createdAt }) => <Time iso={createdAt} /> },
      { name: 'Last seen', sort: 'lastSeenAt', cell: ({ lastSeenAt }) => <Time iso={lastSeenAt} /> },
    ]}
    empty={(tenantId) => (
      <Empty title="No device yet">
        <p>
          Devices appear with their first submission. <a href={inTenant(tenantId, '/sites')}>Open a site</a> and use its{' '}
          <em>Test it</em> button.
        </p>
      </Empty>
    )}
  />
);
