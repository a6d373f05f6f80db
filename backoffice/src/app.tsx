// Who is signed in sees the pages, everybody else the door.

import { useEffect } from 'preact/hooks';
import { LocationProvider, Route, Router } from 'preact-iso/router';
import { readSession, signedIn } from './api';
import { Audit } from './pages/audit';
import { Dashboard } from './pages/dashboard';
import { DevicePage } from './pages/device';
import { Devices } from './pages/devices';
import { Events } from './pages/events';
import { Keys } from './pages/keys';
import { Lost } from './pages/lost';
import { Risk } from './pages/risk';
import { SignIn } from './pages/sign-in';
import { SitePage } from './pages/site';
import { Sites } from './pages/sites';
import { Start } from './pages/start';
import { Tenants } from './pages/tenants';
import { Usage } from './pages/usage';
import { Visits } from './pages/visits';
import { Webhooks } from './pages/webhooks';
import { Shell } from './shell';

export function App() {
  useEffect(() => {
    readSession().catch(() => {
      signedIn.value = false;
    });
  }, []);
  if (signedIn.value === undefined) return null;
  if (!signedIn.value) return <SignIn />;
  return (
    <LocationProvider scope="/backoffice">
      <Shell>
        <Router>
          <Route path="/backoffice" component={Start} />
          <Route path="/backoffice/tenants" component={Tenants} />
          <Route path="/backoffice/t/:tenant" component={Dashboard} />
          <Route path="/backoffice/t/:tenant/sites" component={Sites} />
          <Route path="/backoffice/t/:tenant/sites/:site" component={SitePage} />
          <Route path="/backoffice/t/:tenant/keys" component={Keys} />
          <Route path="/backoffice/t/:tenant/devices" component={Devices} />
          <Route path="/backoffice/t/:tenant/devices/:device" component={DevicePage} />
          <Route path="/backoffice/t/:tenant/events" component={Events} />
          <Route path="/backoffice/t/:tenant/visits" component={Visits} />
          <Route path="/backoffice/t/:tenant/risk" component={Risk} />
          <Route path="/backoffice/t/:tenant/webhooks" component={Webhooks} />
          <Route path="/backoffice/t/:tenant/usage" component={Usage} />
          <Route path="/backoffice/t/:tenant/audit" component={Audit} />
          <Route default component={Lost} />
        </Router>
      </Shell>
    </LocationProvider>
  );
}
