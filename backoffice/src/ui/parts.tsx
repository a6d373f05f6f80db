// The small parts that pages are put together of.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Refused, Schemas } from '../api';
import { ago, when, words } from '../format';
import type { Loaded } from '../load';

export function Page({
  title,
  about,
  actions,
  children,
}: {
  title: string;
  about?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  useEffect(() => {
    document.title = `${title} · Edgeprint`;
  }, [title]);
  return (
    <>
      <div class="head">
        <div>
          <h1>{title}</h1>
          {about && <p class="quiet">{about}</p>}
        </div>
        {actions && <div class="actions">{actions}</div>}
      </div>
      {children}
    </>
  );
}

export function Card({
  id,
  title,
  aside,
  children,
}: {
  id?: string;
  title?: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="card" id={id}>
      {title && (
        <div class="card-head">
          <h2>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

/** What went wrong, in the edge's own words. */
export function Failure({ error }: { error?: Refused }) {
  if (!error) return null;
  return (
    <div class="notice bad" role="alert">
      <p>{error.message}</p>
      <p class="quiet small">
        <code>{error.code}</code>
        {error.requestId && (
          <>
            {' · request '}
            <code>{error.requestId}</code>
          </>
        )}
      </p>
    </div>
  );
}

export function Notice({ kind = 'calm', children }: { kind?: 'calm' | 'good' | 'warn'; children: ComponentChildren }) {
  return (
    <div class={`notice ${kind}`} role="status">
      {children}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** What was loaded; or why not; or, if it takes long, that it is on its way. */
export function Await<T>({ of, children }: { of: Loaded<T>; children: (data: T) => ComponentChildren }) {
  return (
    <>
      {of.error && (
        <div class="stack">
          <Failure error={of.error} />
          <p>
            <button type="button" class="button" onClick={of.reload}>
              Try again
            </button>
          </p>
        </div>
      )}
      {of.data === undefined
        ? of.slow && (
            <p class="loading" role="status">
              Loading …
            </p>
          )
        : children(of.data)}
    </>
  );
}

export function Level({ level }: { level: Schemas['RiskLevel'] }) {
  return <span class={`badge level-${level}`}>{level}</span>;
}

export function Flags({ flags }: { flags: readonly string[] }) {
  if (flags.length === 0) return <span class="quiet">none</span>;
  return (
    <span class="chips">
      {flags.map((flag) => (
        <span key={flag} class="chip">
          {words(flag)}
        </span>
      ))}
    </span>
  );
}

export function Time({ iso, none = '—' }: { iso: string | null; none?: string }) {
  if (!iso) return <span class="quiet">{none}</span>;
  return (
    <time dateTime={iso} title={when(iso)}>
      {ago(iso)}
    </time>
  );
}

/** A sentence in which names stand between backticks. */
export function Prose({ text }: { text: string }) {
  return <>{text.split('`').map((part, at) => (at % 2 ? <code key={part}>{part}</code> : part))}</>;
}

export function Copy({ text, what = 'Copy' }: { text: string; what?: string }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Select it and copy by hand');
    }
    setTimeout(() => setSaid(''), 2000);
  };
  return (
    <button type="button" class="button small" onClick={copy}>
      <span role="status">{said || what}</span>
    </button>
  );
}

export function Code({ text, label }: { text: string; label: string }) {
  return (
    <div class="snippet">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys. */}
      <section class="code" tabIndex={0} aria-label={label}>
        <pre>{text}</pre>
      </section>
      <Copy text={text} />
    </div>
  );
}

export function Facts({ of }: { of: [string, ComponentChildren][] }) {
  return (
    <dl class="facts">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? '—'}</dd>
        </div>
      ))}
    </dl>
  );
}
