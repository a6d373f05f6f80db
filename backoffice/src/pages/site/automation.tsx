// Programs and agents that a site welcomes: what shows that they are programs weighs nothing then.
import { useState } from 'preact/hooks';
import { api, told } from '../../api';
import { useAct } from '../../load';
import type { Site } from '../../tenant';
import { Confirm } from '../../ui/dialog';
import { Area, Form } from '../../ui/form';
import { Card, Failure, Notice } from '../../ui/parts';
import { ShownOnce } from '../../ui/shown-once';

interface Change {
  allowedAgents?: string[];
  automationSecret?: string | null;
}

export function Automation({ site, saved }: { site: Site; saved: () => void }) {
  const change = async (body: Change) => {
    const params = { path: { domainId: site.domainId } };
    await told(api.PATCH('/v1/admin/sites/{domainId}', { params, body }));
    saved();
  };
  return (
    <Card title="Automation that you welcome">
      <p class="hint">
        What shows that it is automation is still told, with weight 0. What tells of copies, or of too much too fast,
        counts as ever.
      </p>
      <Agents site={site} change={change} />
      <Secret site={site} change={change} />
    </Card>
  );
}

interface Part {
  site: Site;
  change: (body: Change) => Promise<void>;
}

function Agents({ site, change }: Part) {
  const [text, setText] = useState(site.allowedAgents.join('\n'));
  const [done, setDone] = useState(false);
  const { busy, error, act } = useAct();
  const send = async () => {
    const allowedAgents = text.split(/[\s,]+/).filter(Boolean);
    setDone(await act(() => change({ allowedAgents })));
  };
  return (
    <Form class="stack" onSend={send}>
      <Area
        label="Agents that sign their requests"
        rows={2}
        spellcheck={false}
        placeholder="https://agent.example"
        value={text}
        onInput={(event) => {
          setDone(false);
          setText(event.currentTarget.value);
        }}
        hint="Origins, one a line, 20 at most. Their signatures (Web Bot Auth) are checked, and told as verified_bot."
      />
      <Failure error={error} />
      {done && <Notice kind="good">Saved. Submissions are weighed so within five minutes.</Notice>}
      <p>
        <button type="submit" class="button primary" disabled={busy}>
          Save agents
        </button>
      </p>
    </Form>
  );
}

/** 256 bits, in letters, digits, `-` and `_`. */
const newSecret = () =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

function Secret({ site, change }: Part) {
  const [secret, setSecret] = useState<string>();
  const make = async () => {
    const made = newSecret();
    await change({ automationSecret: made });
    setSecret(made);
  };
  return (
    <div class="stack">
      <p>
        <strong>Programs of your own</strong>
      </p>
      <p>
        {site.hasAutomationSecret
          ? 'Who sends the secret in the header Edgeprint-Automation is welcome.'
          : 'There is no secret: no program is welcome by one.'}
      </p>
      {secret && (
        <ShownOnce what="automation secret" secret={secret} close={() => setSecret(undefined)}>
          <p>
            Send it in the header <code>Edgeprint-Automation</code> with <code>POST /v1/collect</code>, to this edge
            alone.
          </p>
        </ShownOnce>
      )}
      <div class="actions left">
        <Confirm
          button={site.hasAutomationSecret ? 'Make another secret' : 'Make a secret'}
          title="Make an automation secret?"
          confirm="Make secret"
          danger={site.hasAutomationSecret}
          onConfirm={make}
        >
          <p>Programs that have a former one are no longer welcome within five minutes.</p>
        </Confirm>
        {site.hasAutomationSecret && (
          <Confirm
            button="End the secret"
            title="End the automation secret?"
            confirm="End secret"
            onConfirm={async () => {
              await change({ automationSecret: null });
              setSecret(undefined);
            }}
          >
            <p>Programs that send it are no longer welcome within five minutes.</p>
          </Confirm>
        )}
      </div>
    </div>
  );
}
