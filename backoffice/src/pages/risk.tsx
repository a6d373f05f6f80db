import { useEffect, useState } from 'preact/hooks';
import { api, type Schemas, told } from '../api';
import { words } from '../format';
import vocabulary from '../generated/vocabulary.json';
import { useAct, useLoad } from '../load';
import { inTenant, loadSites, type Site, useTenantId } from '../tenant';
import { Check, Choice, Form } from '../ui/form';
import { Await, Card, Empty, Failure, Notice, Page, Prose } from '../ui/parts';
import { SaveAs } from '../ui/table';
import { Preview } from './risk/preview';

export function Risk() {
  const tenantId = useTenantId();
  const [chosen, setChosen] = useState('');
  const loaded = useLoad(() => loadSites(tenantId), [tenantId]);
  return (
    <Page title="Risk" about="What each flag weighs for a site: the score that it gives alone, 0 to 100.">
      <Await of={loaded}>
        {(sites) => {
          const site = sites.find(({ domainId }) => domainId === chosen) ?? sites[0];
          if (!site)
            return (
              <Empty title="No site yet">
                <p>
                  Weights belong to a site. <a href={inTenant(tenantId, '/sites')}>Create one</a> first.
                </p>
              </Empty>
            );
          const options = sites.map(({ domainId, name }): [string, string] => [domainId, name]);
          return (
            <>
              <div class="filters">
                <Choice label="Site" options={options} value={site.domainId} onChoose={setChosen} />
              </div>
              <Weights key={site.domainId} tenantId={tenantId} site={site} saved={loaded.reload} />
            </>
          );
        }}
      </Await>
    </Page>
  );
}

interface Policy {
  ruleWeights: Record<string, number>;
  suppressedFlags: string[];
}

function Weights({ tenantId, site, saved }: { tenantId: string; site: Site; saved: () => void }) {
  const [policy, setPolicy] = useState<Policy>({
    ruleWeights: site.ruleWeights,
    suppressedFlags: site.suppressedFlags,
  });
  const [shadow, setShadow] = useState(site.shadowMode);
  const [preview, setPreview] = useState<Schemas['RiskPreview']>();
  const [done, setDone] = useState(false);
  const { busy, error, act } = useAct();
  const params = { path: { domainId: site.domainId } };
  useEffect(() => {
    setPreview(undefined);
    setDone(false);
  }, [policy]);
  const weigh = (flag: string, text: string) => {
    const { [flag]: _, ...others } = policy.ruleWeights;
    setPolicy({ ...policy, ruleWeights: text === '' ? others : { ...others, [flag]: Number(text) } });
  };
  const suppress = (flag: string, on: boolean) => {
    const others = policy.suppressedFlags.filter((other) => other !== flag);
    setPolicy({ ...policy, suppressedFlags: on ? [...others, flag] : others });
  };
  const tryIt = () =>
    act(async () => {
      const asked = api.POST('/v1/admin/sites/{domainId}/risk-preview', { params, body: policy });
      setPreview((await told(asked)).preview);
    });
  const save = async () => {
    const body = { ...policy, shadowMode: shadow };
    if (await act(() => told(api.PATCH('/v1/admin/sites/{domainId}', { params, body })))) {
      setDone(true);
      saved();
    }
  };
  return (
    <Form onSend={save}>
      <Card title="Shadow mode">
        <Check
          label="Tell pages nothing, store the real assessment"
          hint="For trying rules out: pages and sealed results get score 0 and no flags; look-ups, lists and webhooks show what the rules say."
          checked={shadow}
          onChange={(event) => setShadow(event.currentTarget.checked)}
        />
      </Card>
      <Card
        title="Weights"
        aside={
          <SaveAs
            name="weights"
            rows={vocabulary.flags.map((it) => ({
              flag: it.flag,
              weight: policy.ruleWeights[it.flag] ?? it.weight,
              suppressed: policy.suppressedFlags.includes(it.flag),
            }))}
          />
        }
      >
        <ul class="weights">
          {vocabulary.flags.map((flag) => (
            <Weight
              key={flag.flag}
              flag={flag}
              weight={policy.ruleWeights[flag.flag]}
              suppressed={policy.suppressedFlags.includes(flag.flag)}
              weigh={weigh}
              suppress={suppress}
            />
          ))}
        </ul>
      </Card>
      <div class="sticky stack">
        <Failure error={error} />
        {done && <Notice kind="good">Saved. Submissions are weighed so within five minutes.</Notice>}
        {preview && <Preview tenantId={tenantId} preview={preview} />}
        <div class="actions left">
          <button type="button" class="button" disabled={busy} onClick={tryIt}>
            Preview on the last 1,000 submissions
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            Save weights
          </button>
        </div>
      </div>
    </Form>
  );
}

interface WeightOf {
  flag: (typeof vocabulary.flags)[number];
  weight?: number;
  suppressed: boolean;
  weigh: (flag: string, text: string) => void;
  suppress: (flag: string, on: boolean) => void;
}

function Weight({ flag: { flag, about, weight: usual }, weight, suppressed, weigh, suppress }: WeightOf) {
  const id = `weight-${flag}`;
  return (
    <li class={suppressed ? 'weight off' : 'weight'}>
      <div>
        <label for={id}>{words(flag)}</label>
        <p class="hint" id={`${id}-about`}>
          <Prose text={about} />
        </p>
      </div>
      <input
        id={id}
        type="number"
        min={0}
        max={100}
        placeholder={String(usual)}
        value={weight ?? ''}
        disabled={suppressed}
        aria-describedby={`${id}-about`}
        onInput={(event) => weigh(flag, event.currentTarget.value)}
      />
      <label class="inline">
        <input type="checkbox" checked={suppressed} onChange={(event) => suppress(flag, event.currentTarget.checked)} />{' '}
        suppress
      </label>
    </li>
  );
}
