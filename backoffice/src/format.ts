// Numbers and times as people read them.
const number = new Intl.NumberFormat('en');
const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

export const count = (value: number) => number.format(value);

export const percent = (share: number) => `${Math.round(share * 100)} %`;

const seconds = new Intl.DateTimeFormat('en', { timeStyle: 'medium' });

/** The time of day, to the second. */
export const clock = (at: Date) => seconds.format(at);

export const when = (iso: string | null | undefined) => (iso ? time.format(new Date(iso)) : '—');

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** `5 min. ago` for the last month, else the date. */
export function ago(iso: string, now = Date.now()): string {
  const difference = new Date(iso).getTime() - now;
  if (Math.abs(difference) > 30 * 86_400_000) return when(iso);
  const step = STEPS.find(([, ms]) => Math.abs(difference) >= ms);
  return step ? relative.format(Math.round(difference / step[1]), step[0]) : 'just now';
}

const UNITS: [string, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** `604800` → `7 days`. */
export function duration(seconds: number): string {
  const [unit, size] = UNITS.find(([, each]) => seconds % each === 0) ?? ['second', 1];
  const value = seconds / size;
  return `${count(value)} ${unit}${value === 1 ? '' : 's'}`;
}

/** A day of UTC, some days before today. */
export const day = (before = 0) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10);

/** `submission.created` and `software_gpu` as words. */
export const words = (name: string) => name.replaceAll(/[_.]/g, ' ');

const places = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** `DE` → `Germany`; what is no country stays as it is. */
export function country(code: string | null): string {
  if (!code) return '—';
  try {
    return places.of(code) ?? code;
  } catch {
    return code;
  }
}
