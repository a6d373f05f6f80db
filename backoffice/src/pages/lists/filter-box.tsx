// The filters of a list live in its address, so that a list can be shared, and numbers can lead to it.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { words } from '../../format';
import type { Site } from '../../tenant';
import { Choice, Field, Form } from '../../ui/form';
import type { Filter, Query } from './filters';

/** What of the address's query belongs to these filters, and how to change it. */
export function useQuery(names: readonly string[]): [Query, (change: Query) => void] {
  const { path, query, route } = useLocation();
  const set = (change: Query) => {
    const kept = Object.entries({ ...query, ...change }).filter(([, value]) => value !== '');
    const text = new URLSearchParams(kept).toString();
    route(text ? `${path}?${text}` : path, true);
  };
  const known = names.flatMap((name): [string, string][] => (query[name] ? [[name, query[name]]] : []));
  return [Object.fromEntries(known), set];
}

interface Box {
  filters: Record<string, Filter>;
  sites: Site[];
  query: Query;
  set: (change: Query) => void;
}

export function FilterBox({ filters, sites, query, set }: Box) {
  const [typed, setTyped] = useState<Query>({});
  const chosen = Object.keys(query).length;
  const clear = () => {
    setTyped({});
    set(Object.fromEntries(Object.keys(filters).map((name) => [name, ''])));
  };
  return (
    <details class="card filter-box" open={chosen > 0}>
      <summary>Filter and sort{chosen > 0 && ` (${chosen})`}</summary>
      <Form class="filters" onSend={() => set(typed)} aria-label="Filters">
        {Object.entries(filters).map(([name, { label, options, type }]) =>
          options ? (
            <Choice
              key={name}
              label={label}
              options={offered(options === 'sites' ? ofSites(sites) : options, query[name])}
              value={query[name] ?? ''}
              onChoose={(value) => set({ ...typed, [name]: value })}
            />
          ) : (
            <Field
              key={name}
              label={label}
              type={type ?? 'text'}
              {...(type === 'number' ? { min: 0, max: 100 } : {})}
              value={typed[name] ?? query[name] ?? ''}
              onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value.trim() })}
            />
          ),
        )}
        <div class="filter-acts">
          <button type="submit" class="button">
            Apply
          </button>
          {chosen > 0 && (
            <button type="button" class="link" onClick={clear}>
              Clear
            </button>
          )}
        </div>
      </Form>
    </details>
  );
}

const ofSites = (sites: Site[]): [string, string][] => [
  ['', 'Any'],
  ...sites.map(({ domainId, name }): [string, string] => [domainId, name]),
];

/** The options, and what was chosen although it is none of them: several values, by a link or a search. */
function offered(options: [string, string][], chosen = ''): [string, string][] {
  const isOne = options.some(([value]) => value === chosen);
  return isOne ? options : [...options, [chosen, words(chosen.replaceAll(',', ' or '))]];
}
