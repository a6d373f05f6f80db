import type { Schemas } from '../../api';
import { words } from '../../format';
import vocabulary from '../../generated/vocabulary.json';
import { Prose } from '../../ui/parts';

type Reason = Schemas['FlagReason'];

const known = new Map(vocabulary.flags.map((flag) => [flag.flag, flag]));

/** Each flag with what was seen, and what to make of it. */
export function Reasons({ reasons }: { reasons: Reason[] }) {
  if (reasons.length === 0) return <p class="quiet">Nothing speaks against it.</p>;
  return (
    <ul class="reasons">
      {reasons.map(({ flag, category, weight, reason }) => (
        <li key={flag}>
          <p>
            <strong>{words(flag)}</strong> <span class="badge">{category}</span>{' '}
            <span class="quiet small">weight {weight}</span>
          </p>
          <p>{reason}</p>
          {known.get(flag) && (
            <details>
              <summary>What it means</summary>
              <p>
                <Prose text={known.get(flag)?.about ?? ''} />
              </p>
              <p>
                <strong>What to do:</strong> <Prose text={known.get(flag)?.advice ?? ''} />
              </p>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
