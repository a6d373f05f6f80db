// Days as a chart, and as a table for whom the chart says nothing. The chart's library comes when it is needed.
import { useEffect, useRef } from 'preact/hooks';
import type { Schemas } from '../../api';
import { count } from '../../format';
import { Table } from '../../ui/table';

type Stats = Schemas['StatsAnswer'];

const sums = (stats: Stats) =>
  stats.days.map((_, at) => stats.series.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0));

/** From midnight to midnight. */
const ofDay = (day: string) => ({ from: day, to: new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10) });

interface Shown {
  submissions: Stats;
  visits: Stats;
  /** The address of a list. */
  list: (name: 'events' | 'visits', filter: Record<string, string>) => string;
}

export function OverTime({ submissions, visits, list }: Shown) {
  const box = useRef<HTMLDivElement>(null);
  const days = submissions.days;
  const [first, second] = [sums(submissions), sums(visits)];
  useEffect(() => {
    let end: (() => void) | undefined;
    let gone = false;
    import('../../charts/line').then(({ drawLine }) => {
      if (gone || !box.current) return;
      end = drawLine(box.current, days, [
        { name: 'Submissions', values: first, tone: '--accent' },
        { name: 'Visits', values: second, tone: '--calm' },
      ]);
    });
    return () => {
      gone = true;
      end?.();
    };
  }, [submissions, visits]);
  const rows = days.map((day, at) => ({ day, submissions: first[at] ?? 0, visits: second[at] ?? 0 })).reverse();
  return (
    <>
      <div class="chart" ref={box} aria-hidden="true" />
      <details>
        <summary>As a table</summary>
        <Table
          caption="Submissions and visits a day"
          rows={rows}
          keyOf={({ day }) => day}
          columns={[
            { name: 'Day (UTC)', cell: ({ day }) => day },
            {
              name: 'Submissions',
              number: true,
              cell: (row) => <a href={list('events', ofDay(row.day))}>{count(row.submissions)}</a>,
            },
            {
              name: 'Visits',
              number: true,
              cell: (row) => <a href={list('visits', ofDay(row.day))}>{count(row.visits)}</a>,
            },
          ]}
        />
      </details>
    </>
  );
}
