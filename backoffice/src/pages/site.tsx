import { useLocation, useRoute } from 'preact-iso/router';
import { api, told } from '../api';
import { useLoad } from '../load';
import { inTenant, useTenantId } from '../tenant';
import { Confirm } from '../ui/dialog';
import { Await, Card, Code, Facts, Page, Time } from '../ui/parts';
import { Automation } from './site/automation';
import { Install } from './site/install';
import { Settings } from './site/settings';
import { TestIt } from './site/test-it';

export function SitePage() {
  const tenantId = useTenantId();
  const domainId = useRoute().params.site ?? '';
  const path = { domainId };
  const loaded = useLoad(
    async () => (await told(api.GET('/v1/admin/sites/{domainId}', { params: { path } }))).site,
    [domainId],
  );
  const { route } = useLocation();
  return (
    <Await of={loaded}>
      {(site) => (
        <Page title={site.name} about={<a href={inTenant(tenantId, '/sites')}>All sites</a>}>
          <Card title="Site">
            <Facts
              of={[
                ['Domain id', <code>{site.domainId}</code>],
                ['Added', <Time iso={site.createdAt} />],
              ]}
            />
            <p class="label">Site key: public, bound to the allowed origins</p>
            <Code text={site.siteKey} label="Site key" />
          </Card>
          <Install site={site} />
          <TestIt tenantId={tenantId} site={site} />
          <Settings key={site.domainId} site={site} saved={loaded.reload} />
          <Automation key={`${site.domainId} automation`} site={site} saved={loaded.reload} />
          <Card title="Key and removal">
            <div class="actions left">
              <Confirm
                button="Regenerate site key"
                title="Regenerate the site key?"
                confirm="Regenerate"
                onConfirm={async () => {
                  await told(api.POST('/v1/admin/sites/{domainId}/site-key', { params: { path } }));
                  loaded.reload();
                }}
              >
                <p>Pages that still have the former key are refused within five minutes. Change the snippet there.</p>
              </Confirm>
              <Confirm
                button="Delete site"
                title={`Delete ${site.name}?`}
                confirm="Delete site"
                typed={site.name}
                onConfirm={async () => {
                  await told(api.DELETE('/v1/admin/sites/{domainId}', { params: { path } }));
                  route(inTenant(tenantId, '/sites'));
                }}
              >
                <p>Its pages are refused within five minutes, and the devices last seen on it are erased.</p>
              </Confirm>
            </div>
          </Card>
        </Page>
      )}
    </Await>
  );
}
