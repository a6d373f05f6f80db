// What to paste: the script tag, the package, and the lines that a content security policy needs.
import { useState } from 'preact/hooks';
import { useLoad } from '../../load';
import type { Site } from '../../tenant';
import { Card, Code } from '../../ui/parts';

interface Manifest {
  files: Record<string, { integrity: string; immutable: boolean }>;
}

const WAYS = ['Script tag', 'npm', 'Pinned (SRI)', 'CSP', 'Backend'] as const;
type Way = (typeof WAYS)[number];

export function Install({ site }: { site: Site }) {
  const [way, setWay] = useState<Way>('Script tag');
  const pinned = useLoad(readPinned, []);
  return (
    <Card title="Install">
      <fieldset class="tabs" aria-label="Ways to install">
        {WAYS.map((each) => (
          <button key={each} type="button" class="tab" aria-pressed={each === way} onClick={() => setWay(each)}>
            {each}
          </button>
        ))}
      </fieldset>
      <p class="quiet">{ABOUT[way]}</p>
      <Code text={snippet(way, site.siteKey, pinned.data)} label={`Snippet: ${way}`} />
    </Card>
  );
}

const ABOUT: Record<Way, string> = {
  'Script tag':
    'Into every page where a visitor matters. The result arrives as an event, and is kept for the interval.',
  npm: 'For pages that are bundled. checkOnce() submits once in the interval and answers from its cache in between.',
  'Pinned (SRI)':
    'This very version of the script and no other: the browser refuses it if a byte differs. Change the tag after each deployment.',
  CSP: 'What a content security policy must allow. Without ‘wasm-unsafe-eval’ the collector runs as plain JavaScript.',
  Backend: 'Decide on your server, never in the page: look the device up with a secret key from API config.',
};

async function readPinned(): Promise<[string, string] | undefined> {
  const answer = await fetch('/collector/manifest.json');
  if (!answer.ok) return undefined;
  const { files } = (await answer.json()) as Manifest;
  const found = Object.entries(files).find(([name, file]) => file.immutable && name.startsWith('edgeprint-collector.'));
  return found && [found[0], found[1].integrity];
}

function snippet(way: Way, siteKey: string, pinned?: [string, string]): string {
  const edge = location.origin;
  const end = `        data-site-key="${siteKey}" data-auto-init data-auto-check-once></script>`;
  switch (way) {
    case 'Script tag':
      return `<script async src="${edge}/collector/edgeprint-collector.js"\n${end}
<script>
  document.addEventListener('edgeprint:result', ({ detail }) => {
    console.log(detail.fingerprintId, detail.score, detail.risk_level);
  });
</script>`;
    case 'npm':
      return `// npm i edgeprint
import { createClient } from 'edgeprint';

const client = createClient({
  siteKey: '${siteKey}',
  endpoint: '${edge}',
});
const { fingerprintId, score, risk_level } = await client.checkOnce();`;
    case 'Pinned (SRI)':
      return pinned
        ? `<script async src="${edge}/collector/${pinned[0]}"
        integrity="${pinned[1]}"
        crossorigin="anonymous"\n${end}`
        : 'The list of files could not be read.';
    case 'CSP':
      return `script-src ${edge} 'wasm-unsafe-eval';\nconnect-src ${edge};`;
    case 'Backend':
      return `curl -H "Authorization: Bearer $EDGEPRINT_SECRET_KEY" \\\n  ${edge}/v1/device/dv_…`;
  }
}
