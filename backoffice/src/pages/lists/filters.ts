// What each list can be filtered and ordered by. The types come from the OpenAPI document: a parameter that the
// API gains, or loses, does not compile here before the pages have it too.

import { words } from '../../format';
import type { operations } from '../../generated/api';
import vocabulary from '../../generated/vocabulary.json';

export type Query = Record<string, string>;

type Options = [string, string][];

export interface Filter {
  label: string;
  /** What there is to choose from; `sites` are the tenant's own. */
  options?: Options | 'sites';
  type?: 'date' | 'number' | 'text';
}

type Asked<Operation extends keyof operations> = NonNullable<operations[Operation]['parameters']['query']>;

/** A filter for every parameter of a route, but for those that turn its pages. */
type FiltersOf<Operation extends keyof operations> = Required<
  Record<Exclude<keyof Asked<Operation>, 'limit' | 'cursor'>, Filter>
>;

type Method = NonNullable<Asked<'operatorListEvents'>['identityMethod']>[number];

/** How ids are decided, in words. */
export const METHODS: Record<Method, string> = {
  token: 'by stored token',
  exact: 'by exact fingerprint',
  linked: 'linked after a change',
  new: 'new',
};

const FROM_TIME: Options = [
  ['', 'Newest first'],
  ['createdAt', 'Oldest first'],
];

const date = (label: string): Filter => ({ label, type: 'date' });
const choice = (label: string, options: Options): Filter => ({ label, options: [['', 'Any'], ...options] });

const SITE: Filter = { label: 'Site', options: 'sites' };
const COUNTRY: Filter = { label: 'Country, as DE' };
const DEVICE: Filter = { label: 'Device id' };

const ASSESSED = {
  riskLevel: choice('Risk level', [
    ['critical', 'critical'],
    ['high,critical', 'high or critical'],
    ['high', 'high'],
    ['medium', 'medium'],
    ['low', 'low'],
    ['minimal', 'minimal'],
  ]),
  flag: choice(
    'Flag',
    vocabulary.flags.map(({ flag }) => [flag, words(flag)]),
  ),
  country: COUNTRY,
  minScore: { label: 'Score from', type: 'number' } as Filter,
  maxScore: { label: 'Score to', type: 'number' } as Filter,
};

export const OF_DEVICES: FiltersOf<'operatorListDevices'> = {
  sort: {
    label: 'Order',
    options: [
      ...FROM_TIME,
      ['-lastSeenAt', 'Last seen first'],
      ['lastSeenAt', 'Longest unseen first'],
      ['-score', 'Riskiest first'],
      ['score', 'Least risky first'],
    ],
  },
  domainId: SITE,
  ...ASSESSED,
  createdFrom: date('First seen from'),
  createdTo: date('First seen before'),
  lastSeenFrom: date('Last seen from'),
  lastSeenTo: date('Last seen before'),
};

export const OF_EVENTS: FiltersOf<'operatorListEvents'> = {
  sort: { label: 'Order', options: FROM_TIME },
  domainId: SITE,
  ...ASSESSED,
  identityMethod: choice('Told by', [...Object.entries(METHODS), ['token,exact,linked', 'returning, however']]),
  browser: choice(
    'Browser',
    vocabulary.browsers.map((name) => [name, words(name)]),
  ),
  deviceId: DEVICE,
  linkedId: { label: 'Linked id' },
  action: { label: 'Action' },
  from: date('From'),
  to: date('Before'),
};

export const OF_VISITS: FiltersOf<'operatorListVisits'> = {
  sort: { label: 'Order', options: FROM_TIME },
  domainId: SITE,
  country: COUNTRY,
  deviceId: DEVICE,
  from: date('From'),
  to: date('Before'),
};
