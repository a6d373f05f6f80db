// Allowed origins, with what they mean by the edge's own rule while they are typed.
import { useEffect, useState } from 'preact/hooks';
import { api, asRefused, type Schemas, told } from '../../api';
import { Area } from '../../ui/form';

interface Check {
  entries: Schemas['CheckedEntry'][];
  origins: Schemas['CheckedOrigin'][];
}

/** One entry a line; commas do as well. */
export const readOrigins = (text: string) =>
  text
    .split(/[\n,]/)
    .map((entry) => entry.trim())
    .filter(Boolean);

/** What to try entries on: the host, one below it, and one that only ends alike. */
function samples(entry: string): string[] {
  const bare = entry.replace(/^\.+/, '');
  const host = bare.replace(/:\d+$/, '');
  const named = /^[\w.-]+$/.test(host) && /[a-z]/i.test(host);
  return named ? [`https://${bare}`, `https://sub.${bare}`, `https://evil${bare}`] : [`https://${bare}`];
}

export function OriginsField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { check, problem } = useCheck(value);
  const bad = check?.entries.some((entry) => entry.problem);
  return (
    <div class="stack tight">
      <Area
        label="Allowed origins"
        rows={3}
        spellcheck={false}
        placeholder={'example.com\nlocalhost'}
        value={value}
        aria-invalid={bad || undefined}
        onInput={(event) => onChange(event.currentTarget.value)}
        hint="Ends of host names, one a line, without https:// and without a slash. example.com also allows sub.example.com; localhost is for development. Empty allows every origin: try without first, then name yours."
      />
      <div class="origins" aria-live="polite">
        {problem && <p class="hint bad">{problem}</p>}
        {check && <Meaning check={check} />}
      </div>
    </div>
  );
}

function useCheck(text: string) {
  const [state, setState] = useState<{ check?: Check; problem?: string }>({});
  useEffect(() => {
    const allowedOrigins = readOrigins(text);
    if (allowedOrigins.length === 0) return setState({});
    let current = true;
    // The latest entry is the one that is being typed.
    const origins = allowedOrigins.slice(-4).flatMap(samples);
    const timer = setTimeout(() => {
      told(api.POST('/v1/admin/allowed-origins', { body: { allowedOrigins, origins } }))
        .then((check) => current && setState({ check }))
        .catch((error) => current && setState({ problem: asRefused(error).message }));
    }, 250);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  return state;
}

function Meaning({ check: { entries, origins } }: { check: Check }) {
  const problems = entries.filter(({ problem }) => problem);
  return (
    <>
      {problems.map(({ entry, problem }) => (
        <p key={entry} class="hint bad">
          {problem}
          {suggestion(entry) && (
            <>
              {'. Write '}
              <code>{suggestion(entry)}</code>
            </>
          )}
        </p>
      ))}
      {origins.length > 0 && (
        <ul class="tried">
          {origins.map(({ origin, admitted }) => (
            <li key={origin} class={admitted ? 'yes' : 'no'}>
              <span aria-hidden="true">{admitted ? '✓' : '✕'}</span> <code>{origin}</code>{' '}
              {admitted ? 'is allowed' : 'is refused'}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What was probably meant: the host of a whole address. */
function suggestion(entry: string): string | undefined {
  const meant = entry
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^\*\./, '')
    .replace(/[/?#].*$/, '');
  return meant && meant !== entry && /^[\w.:[\]-]+$/.test(meant) ? meant : undefined;
}
