// Values with their share, as a list: it reads as well as it looks.
import { useState } from 'preact/hooks';
import { count } from '../../format';

export interface Bar {
  name: string;
  count: number;
  href: string;
}

const FEW = 8;

export function Bars({ bars, none = 'Nothing in this range.', tone }: { bars: Bar[]; none?: string; tone?: 'level' }) {
  const [all, setAll] = useState(false);
  const total = bars.reduce((sum, bar) => sum + bar.count, 0);
  if (total === 0) return <p class="quiet">{none}</p>;
  const most = Math.max(...bars.map((bar) => bar.count));
  const shown = all ? bars : bars.slice(0, FEW);
  return (
    <>
      <ul class="bars">
        {shown.map((bar) => (
          <li key={bar.name}>
            <a href={bar.href}>
              <span class="bar-name">{bar.name}</span> <span class="num">{count(bar.count)}</span>
            </a>
            <progress
              class={tone ? `level-${bar.name}` : undefined}
              value={bar.count}
              max={most}
              aria-label={`${bar.name}: ${bar.count}`}
            />
          </li>
        ))}
      </ul>
      {bars.length > FEW && (
        <button type="button" class="link" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `All ${bars.length}`}
        </button>
      )}
    </>
  );
}
