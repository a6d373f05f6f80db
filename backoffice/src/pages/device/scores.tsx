import type { Schemas } from '../../api';
import { when } from '../../format';

type Event = Schemas['Event'];

const MOST = 30;

/** Scores of the latest submissions, the oldest first: one column each. */
export function Scores({ events }: { events: Event[] }) {
  if (events.length === 0) return <p class="quiet">Its submissions are past their retention.</p>;
  const shown = events.slice(0, MOST).reverse();
  return (
    <ol class="scores" aria-label="Scores, the oldest first">
      {shown.map(({ requestId, score, riskLevel, createdAt }) => (
        <li key={requestId} title={`${when(createdAt)}: ${score}`}>
          <meter
            class={`level-${riskLevel}`}
            min={0}
            max={100}
            value={Math.max(score, 2)}
            aria-label={when(createdAt)}
          />
          <span class="num">{score}</span>
        </li>
      ))}
    </ol>
  );
}
