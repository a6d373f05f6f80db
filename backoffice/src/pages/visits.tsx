import { api, told } from '../api';
import { Empty } from '../ui/parts';
import { deviceColumn, placeColumn, whenColumn } from './lists/columns';
import { OF_VISITS } from './lists/filters';
import { ListPage } from './lists/list-page';

export const Visits = () => (
  <ListPage
    title="Visits"
    about="Known devices that came again before their next submission was due."
    filters={OF_VISITS}
    read={async (tenantId, query) => {
      const params = { path: { tenantId }, query };
      const { visits, nextCursor } = await told(api.GET('/v1/admin/tenants/{tenantId}/visits', { params }));
      return { rows: visits, nextCursor };
    }}
    keyOf={({ requestId }) => requestId}
    columns={(tenantId) => [
      whenColumn,
      deviceColumn(tenantId),
      { name: 'Origin', cell: ({ origin }) => origin ?? '—' },
      placeColumn,
      { name: 'Network', cell: ({ network }) => network.asOrganization ?? network.ipPrefix ?? '—' },
    ]}
    empty={() => (
      <Empty title="No visit yet">
        <p>
          A visit is counted when a page that knows its device is opened again within the site’s interval: reload a page
          with the snippet.
        </p>
      </Empty>
    )}
  />
);
