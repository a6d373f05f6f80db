// The way in: straight to the only tenant, else to the choice.

import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { useLoad } from '../load';
import { inTenant, loadTenants } from '../tenant';
import { Await } from '../ui/parts';

export function Start() {
  const { route } = useLocation();
  const loaded = useLoad(loadTenants, []);
  const all = loaded.data;
  useEffect(() => {
    if (!all) return;
    const [only] = all;
    route(all.length === 1 && only ? inTenant(only.id) : '/backoffice/tenants', true);
  }, [all]);
  return <Await of={loaded}>{() => null}</Await>;
}
