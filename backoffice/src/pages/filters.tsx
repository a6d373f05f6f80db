// The filters of a list live in its address, so that a list can be shared, and numbers can lead to it.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { words } from '../format';
import vocabulary from '../generated/vocabulary.json';
import type { Site } from '../tenant';
import { Choice, Field, Form } from '../ui/form';

export type Query = Record<string, string>;

export interface Filter {
  name: string;
  label: string;
  options?: [string, string][];
  type?: 'date' | 'number' | 'text';
}

export const LEVELS: Filter = {
  name: 'riskLevel',
  label: 'Risk level',
  options: [
    ['', 'Any'],
    ['critical', 'critical'],
    ['high,critical', 'high or critical'],
    ['high', 'high'],
    ['medium', 'medium'],
    ['low', 'low'],
    ['minimal', 'minimal'],
  ],
};

export const FLAGS: Filter = {
  name: 'flag',
  label: 'Flag',
  options: [['', 'Any'], ...vocabulary.flags.map(({ flag }): [string, string] => [flag, words(flag)])],
};

export const siteFilter = (sites: Site[] = []): Filter => ({
  name: 'domainId',
  label: 'Site',
  options: [['', 'Any'], ...sites.map(({ domainId, name }): [string, string] => [domainId, name])],
});

/** The query of the address, and how to change it. */
export function useQuery(): [Query, (change: Query) => void] {
  const { path, query, route } = useLocation();
  const set = (change: Query) => {
    const kept = Object.entries({ ...query, ...change }).filter(([, value]) => value !== '');
    const text = new URLSearchParams(kept).toString();
    route(text ? `${path}?${text}` : path, true);
  };
  return [query, set];
}

export function Filters({ filters, query, set }: { filters: Filter[]; query: Query; set: (change: Query) => void }) {
  const [typed, setTyped] = useState<Query>({});
  const send = () => set(typed);
  const active = filters.some(({ name }) => query[name]);
  return (
    <Form class="filters" onSend={send} aria-label="Filters">
      {filters.map(({ name, label, options, type = 'text' }) =>
        options ? (
          <Choice
            key={name}
            label={label}
            options={options}
            value={query[name] ?? ''}
            onChoose={(value) => set({ ...typed, [name]: value })}
          />
        ) : (
          <Field
            key={name}
            label={label}
            type={type}
            value={typed[name] ?? query[name] ?? ''}
            onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
          />
        ),
      )}
      <div class="filter-acts">
        <button type="submit" class="button">
          Apply
        </button>
        {active && (
          <button
            type="button"
            class="link"
            onClick={() => {
              setTyped({});
              set(Object.fromEntries(filters.map(({ name }) => [name, ''])));
            }}
          >
            Clear
          </button>
        )}
      </div>
    </Form>
  );
}
