import { useState } from 'preact/hooks';
import { api, told } from '../api';
import { useAct, useLoad } from '../load';
import { inTenant, loadTenants } from '../tenant';
import { Field, Form } from '../ui/form';
import { Await, Card, Empty, Failure, Page, Time } from '../ui/parts';
import { Table } from '../ui/table';

export function Tenants() {
  const loaded = useLoad(loadTenants, []);
  return (
    <Page title="Tenants" about="A tenant is the border that no device id crosses. Sites and keys belong to one.">
      <Await of={loaded}>
        {(all) =>
          all.length === 0 ? (
            <Empty title="No tenant yet">
              <p>Name the first one below. One is enough for a company with any number of sites.</p>
            </Empty>
          ) : (
            <Card>
              <Table
                caption="Tenants"
                rows={all}
                keyOf={({ id }) => id}
                columns={[
                  { name: 'Name', cell: ({ id, name }) => <a href={inTenant(id)}>{name}</a> },
                  { name: 'Id', cell: ({ id }) => <code>{id}</code> },
                  { name: 'Added', cell: ({ createdAt }) => <Time iso={createdAt} /> },
                ]}
              />
            </Card>
          )
        }
      </Await>
      <Add added={loaded.reload} />
    </Page>
  );
}

function Add({ added }: { added: () => void }) {
  const [name, setName] = useState('');
  const { busy, error, act } = useAct();
  const send = async () => {
    if (await act(() => told(api.POST('/v1/admin/tenants', { body: { name } })))) {
      setName('');
      added();
    }
  };
  return (
    <Card title="Add a tenant">
      <Form class="row" onSend={send}>
        <Field
          label="Name"
          required
          maxLength={200}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" class="button primary" disabled={busy}>
          Add tenant
        </button>
      </Form>
      <Failure error={error} />
    </Card>
  );
}
