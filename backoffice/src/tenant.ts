// Whose data is on the screen: the tenant of the address, so that addresses can be shared.
import { signal } from '@preact/signals';
import { useRoute } from 'preact-iso/router';
import { api, type Schemas, told } from './api';

export type Tenant = Schemas['Tenant'];
export type Site = Schemas['Site'];

/** Every tenant there is, for the choice; undefined until known. */
export const tenants = signal<Tenant[] | undefined>(undefined);

/** Pages of 200 at most are read to fill choices; whoever has more tenants or sites uses the API. */
const MOST = { limit: 200 };

export async function loadTenants() {
  const { tenants: found } = await told(api.GET('/v1/admin/tenants', { params: { query: MOST } }));
  tenants.value = found;
  return found;
}

export async function loadSites(tenantId: string): Promise<Site[]> {
  return (await told(api.GET('/v1/admin/sites', { params: { query: { tenantId, ...MOST } } }))).sites;
}

/** The tenant that the address names. */
export const useTenantId = () => useRoute().params.tenant ?? '';

/** An address below the tenant's. */
export const inTenant = (tenantId: string, path = '') => `/backoffice/t/${tenantId}${path}`;
