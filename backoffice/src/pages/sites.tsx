import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api, told } from '../api';
import { duration } from '../format';
import { useAct, useLoad } from '../load';
import { inTenant, loadSites, type Site, useTenantId } from '../tenant';
import { Field, Form } from '../ui/form';
import { Await, Card, Empty, Failure, Page, Time } from '../ui/parts';
import { SaveAs, Table } from '../ui/table';
import { OriginsField, readOrigins } from './site/origins';

export function Sites() {
  const tenantId = useTenantId();
  const loaded = useLoad(() => loadSites(tenantId), [tenantId]);
  return (
    <Page
      title="Sites"
      about="A site is what one site key leads to: pages that share settings."
      actions={<SaveAs name="sites" rows={loaded.data ?? []} />}
    >
      <Await of={loaded}>
        {(sites) =>
          sites.length === 0 ? (
            <Empty title="No site yet">
              <p>Create one below; then paste its snippet into your pages.</p>
            </Empty>
          ) : (
            <Card>
              <List tenantId={tenantId} sites={sites} />
            </Card>
          )
        }
      </Await>
      <Add tenantId={tenantId} />
    </Page>
  );
}

function List({ tenantId, sites }: { tenantId: string; sites: Site[] }) {
  return (
    <Table
      caption="Sites"
      rows={sites}
      keyOf={({ domainId }) => domainId}
      columns={[
        {
          name: 'Name',
          cell: ({ domainId, name }) => <a href={inTenant(tenantId, `/sites/${domainId}`)}>{name}</a>,
        },
        { name: 'Domain id', cell: ({ domainId }) => <code>{domainId}</code> },
        {
          name: 'Allowed origins',
          cell: ({ allowedOrigins }) =>
            allowedOrigins.length === 0 ? <span class="badge warn">every origin</span> : allowedOrigins.join(', '),
        },
        { name: 'Interval', cell: ({ checkIntervalSeconds }) => duration(checkIntervalSeconds) },
        { name: 'Added', cell: ({ createdAt }) => <Time iso={createdAt} /> },
      ]}
    />
  );
}

function Add({ tenantId }: { tenantId: string }) {
  const { route } = useLocation();
  const [name, setName] = useState('');
  const [origins, setOrigins] = useState('');
  const { busy, error, act } = useAct();
  const send = () =>
    act(async () => {
      const body = { tenantId, name, allowedOrigins: readOrigins(origins) };
      const { site } = await told(api.POST('/v1/admin/sites', { body }));
      route(inTenant(tenantId, `/sites/${site.domainId}`));
    });
  return (
    <Card title="Create a site">
      <Form class="stack" onSend={send}>
        <Field
          label="Name"
          required
          maxLength={200}
          value={name}
          hint="For you to tell it from others, such as Shop."
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <OriginsField value={origins} onChange={setOrigins} />
        <Failure error={error} />
        <p>
          <button type="submit" class="button primary" disabled={busy}>
            Create site
          </button>
        </p>
      </Form>
    </Card>
  );
}
