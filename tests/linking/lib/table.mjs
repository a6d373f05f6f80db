// The figures as a table in Markdown.

const HEADINGS = [
  'days between visits',
  'linker',
  'days tracked (at best)',
  'ownership',
  'precision',
  'recall',
  'new_fp',
  'p99 ms',
];

/** @param rows `{every, loss, name, figures}` */
export function table(rows) {
  const lines = [HEADINGS, HEADINGS.map(() => '---'), ...rows.map(cellsOf)];
  return lines
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
    .replaceAll('| --- ', '|---')
    .replaceAll('--- |', '---|');
}

function cellsOf({ every, loss, name, figures }) {
  const days = loss < 1 ? `${every}, ${Math.round(loss * 100)} % of visits without the stored id` : String(every);
  const share = (number) => number?.toFixed(4).replace(/^0/, '') ?? '–';
  const { ownership, precision, recall, newFp, avgTrack, ideal, p99Ms } = figures;
  const tracked = loss < 1 || avgTrack === null ? '–' : `${avgTrack.toFixed(1)} (${ideal.toFixed(1)})`;
  return [
    days,
    name,
    tracked,
    share(ownership),
    share(precision),
    share(recall),
    share(newFp),
    p99Ms?.toFixed(2) ?? '–',
  ];
}
