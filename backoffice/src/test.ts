// The test page: a visitor of the operator's own site, opened by the Backoffice.
import './style/main.css';

interface Result {
  fingerprintId: string | null;
  score: number | null;
  risk_level: string | null;
  identity?: { method: string } | null;
  error?: { code: string; message?: string } | null;
  fromCache?: boolean;
}
interface Collector {
  createClient(options: { siteKey: string; endpoint: string }): { clear(): void; checkOnce(): Promise<Result> };
}

const siteKey = new URLSearchParams(location.search).get('siteKey') ?? '';
const element = (id: string) => document.getElementById(id) as HTMLElement;

function fact(name: string, value: unknown) {
  const term = document.createElement('dt');
  const text = document.createElement('dd');
  term.textContent = name;
  text.textContent = String(value ?? '—');
  element('facts').append(term, text);
}

function load(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${src} could not be loaded. Does something block it?`));
    document.head.append(script);
  });
}

async function run() {
  element('facts').replaceChildren();
  element('state').textContent = 'Collecting …';
  await load('/collector/edgeprint-collector.js');
  const collector = (window as unknown as { EdgeprintCollector: Collector }).EdgeprintCollector;
  const client = collector.createClient({ siteKey, endpoint: location.origin });
  // As somebody who has cleared their storage: else a second test would be a visit, and submit nothing.
  client.clear();
  const result = await client.checkOnce();
  const answer = element('answer');
  answer.textContent = JSON.stringify(result, null, 2);
  answer.hidden = false;
  if (result.error) {
    element('state').textContent = `Refused: ${result.error.code}. ${advice(result.error.code)}`;
    return;
  }
  element('state').textContent = 'Submitted. The Backoffice shows it by now.';
  fact('Device', result.fingerprintId);
  fact('Score', result.score);
  fact('Risk level', result.risk_level);
  fact('Told by', result.identity?.method);
}

const advice = (code: string) =>
  code === 'origin_not_allowed'
    ? `This page is at ${location.host}, which is not among the site’s allowed origins. Add it while you test.`
    : code === 'site_key_invalid'
      ? 'The site key is not known: it may have been regenerated.'
      : 'Try again.';

const start = () =>
  run().catch((error: unknown) => {
    element('state').textContent = `It did not work: ${error instanceof Error ? error.message : error}`;
  });
element('again').addEventListener('click', start);
start();
