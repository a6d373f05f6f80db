// What is around every page: the way between pages, the tenant, the way out.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api, signedIn, told } from './api';
import { inTenant, loadTenants, tenants } from './tenant';

const PAGES: [string, string][] = [
  ['', 'Dashboard'],
  ['/sites', 'Sites'],
  ['/keys', 'API config'],
  ['/devices', 'Devices'],
  ['/events', 'Submissions'],
  ['/visits', 'Visits'],
  ['/risk', 'Risk'],
  ['/webhooks', 'Webhooks'],
  ['/usage', 'Usage'],
  ['/audit', 'Audit log'],
];

async function signOut() {
  await told(api.DELETE('/v1/admin/session')).catch(() => undefined);
  signedIn.value = false;
}

export function Shell({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const tenantId = /^\/backoffice\/t\/([^/]+)/.exec(path)?.[1];
  const [open, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    loadTenants().catch(() => undefined);
  }, []);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    setOpen(false);
    // As a page load would, for people who hear the page or use its keys.
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);
  return (
    <div class="shell">
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="side">
        <div class="brand">
          <a href="/backoffice/tenants" class="mark">
            <img src="/backoffice/mark.svg" alt="" width="26" height="26" />
            <span>Edgeprint</span>
          </a>
          <button type="button" class="menu" aria-expanded={open} aria-controls="nav" onClick={() => setOpen(!open)}>
            Menu
          </button>
        </div>
        <div id="nav" class={open ? 'nav open' : 'nav'}>
          {tenantId && <TenantChoice tenantId={tenantId} />}
          {tenantId && (
            <nav aria-label="Pages">
              <ul>
                {PAGES.map(([at, name]) => (
                  <li key={at}>
                    <a href={inTenant(tenantId, at)} aria-current={isAt(path, tenantId, at) ? 'page' : undefined}>
                      {name}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          )}
          <div class="foot">
            <a href="/backoffice/tenants">All tenants</a>
            <button type="button" class="link" onClick={signOut}>
              Sign out
            </button>
          </div>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function isAt(path: string, tenantId: string, at: string): boolean {
  const here = inTenant(tenantId, at);
  return path === here || (at !== '' && path.startsWith(`${here}/`));
}

function TenantChoice({ tenantId }: { tenantId: string }) {
  const { route } = useLocation();
  const all = tenants.value ?? [];
  return (
    <label class="tenant">
      <span class="label">Tenant</span>
      <select value={tenantId} onChange={(event) => route(inTenant(event.currentTarget.value))}>
        {all.some(({ id }) => id === tenantId) ? null : <option value={tenantId}>{tenantId}</option>}
        {all.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
