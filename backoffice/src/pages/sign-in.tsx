import { useState } from 'preact/hooks';
import { api, readSession, told } from '../api';
import { useAct } from '../load';
import { Field, Form } from '../ui/form';
import { Failure } from '../ui/parts';

export function SignIn() {
  const [token, setToken] = useState('');
  const { busy, error, act } = useAct();
  const send = () =>
    act(async () => {
      await told(api.POST('/v1/admin/session', { body: { token } }));
      await readSession();
    });
  return (
    <main class="door">
      <Form class="card stack" onSend={send}>
        <img src="/backoffice/mark.svg" alt="" width="40" height="40" />
        <h1>Edgeprint Backoffice</h1>
        {/* For password managers, which keep a secret under a name. */}
        <input
          class="hidden"
          name="username"
          autocomplete="username"
          value="operator"
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <Field
          label="Admin token"
          type="password"
          autocomplete="current-password"
          required
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
          hint={
            <>
              The Worker’s secret <code>ADMIN_TOKEN</code>. After <code>npm start</code> it stands in{' '}
              <code>.edgeprint/dev.json</code>.
            </>
          }
        />
        <Failure error={error} />
        <button type="submit" class="button primary" disabled={busy}>
          Sign in
        </button>
        <p class="quiet small">You stay signed in for twelve hours. Another token signs everybody out.</p>
      </Form>
    </main>
  );
}
