// Columns that several lists have.
import { country } from '../../format';
import { inTenant } from '../../tenant';
import { Time } from '../../ui/parts';
import type { Column } from '../../ui/table';

export const whenColumn: Column<{ createdAt: string }> = {
  name: 'When',
  sort: 'createdAt',
  cell: ({ createdAt }) => <Time iso={createdAt} />,
};

export const deviceColumn = (tenantId: string): Column<{ deviceId: string }> => ({
  name: 'Device',
  cell: ({ deviceId }) => (
    <a class="mono" href={inTenant(tenantId, `/devices/${deviceId}`)}>
      {deviceId}
    </a>
  ),
});

interface Somewhere {
  city: string | null;
  country: string | null;
}

export const placeOf = ({ city, country: code }: Somewhere) => (city ? `${city}, ${country(code)}` : country(code));

export const placeColumn: Column<Somewhere> = { name: 'Where', cell: placeOf };
