import { useState } from 'preact/hooks';
import { api, type Schemas, told } from '../../api';
import { duration } from '../../format';
import { useAct } from '../../load';
import type { Site } from '../../tenant';
import { Check, Choice, Field, Form } from '../../ui/form';
import { Card, Failure, Notice } from '../../ui/parts';
import { OriginsField, readOrigins } from './origins';

const GPC: [string, string][] = [
  ['ignore', 'Treat them as anybody'],
  ['reduce', 'Assess them, do not identify them'],
  ['refuse', 'Take nothing from them'],
];

/** A number, or null where the field is empty. */
const limit = (text: string) => (text.trim() === '' ? null : Number(text));

export function Settings({ site, saved }: { site: Site; saved: () => void }) {
  const [origins, setOrigins] = useState(site.allowedOrigins.join('\n'));
  const [form, setForm] = useState({
    name: site.name,
    interval: String(site.checkIntervalSeconds),
    retention: String(site.retentionDays ?? ''),
    quota: String(site.dailyQuota ?? ''),
    reduced: site.reducedMode,
    gpc: site.gpcPolicy as string,
  });
  const [done, setDone] = useState(false);
  const { busy, error, act } = useAct();
  const set = (change: Partial<typeof form>) => {
    setDone(false);
    setForm({ ...form, ...change });
  };
  const send = async () => {
    const body = {
      name: form.name,
      allowedOrigins: readOrigins(origins),
      checkIntervalSeconds: Number(form.interval),
      retentionDays: limit(form.retention),
      dailyQuota: limit(form.quota),
      reducedMode: form.reduced,
      gpcPolicy: form.gpc as Schemas['GpcPolicy'],
    };
    const params = { path: { domainId: site.domainId } };
    if (await act(() => told(api.PATCH('/v1/admin/sites/{domainId}', { params, body })))) {
      setDone(true);
      saved();
    }
  };
  const seconds = Number(form.interval);
  return (
    <Card title="Settings">
      <Form class="stack" onSend={send}>
        <Field
          label="Name"
          required
          maxLength={200}
          value={form.name}
          onInput={(e) => set({ name: e.currentTarget.value })}
        />
        <OriginsField
          value={origins}
          onChange={(text) => {
            setDone(false);
            setOrigins(text);
          }}
        />
        <div class="grid two">
          <Field
            label="Interval between submissions, seconds"
            type="number"
            min={1}
            max={31_622_400}
            required
            value={form.interval}
            hint={seconds > 0 ? `${duration(seconds)}. In between, visits are counted.` : 'At least 1.'}
            onInput={(e) => set({ interval: e.currentTarget.value })}
          />
          <Field
            label="Retention, days"
            type="number"
            min={1}
            max={3660}
            value={form.retention}
            hint="A device is erased when it was not seen for so long. Empty keeps it."
            onInput={(e) => set({ retention: e.currentTarget.value })}
          />
          <Field
            label="Daily quota, submissions"
            type="number"
            min={1}
            max={1_000_000_000}
            value={form.quota}
            hint="Beyond it pages are refused until midnight UTC. Empty is no limit."
            onInput={(e) => set({ quota: e.currentTarget.value })}
          />
          <Choice
            label="Visitors with Global Privacy Control"
            options={GPC}
            value={form.gpc}
            onChoose={(gpc) => set({ gpc })}
          />
        </div>
        <Check
          label="Reduced mode"
          hint="Every visitor is assessed alone: nobody is identified, nothing is kept."
          checked={form.reduced}
          onChange={(e) => set({ reduced: e.currentTarget.checked })}
        />
        <Failure error={error} />
        {done && <Notice kind="good">Saved. Pages notice within five minutes.</Notice>}
        <p>
          <button type="submit" class="button primary" disabled={busy}>
            Save settings
          </button>
        </p>
      </Form>
    </Card>
  );
}
