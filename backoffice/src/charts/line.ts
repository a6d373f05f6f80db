// uPlot in the page's own colours.
import UPlot from 'uplot';

export interface Line {
  name: string;
  values: number[];
  /** A custom property with the line's colour. */
  tone: string;
}

const HEIGHT = 240;

/** Draws days against numbers; the function that it gives removes the chart. */
export function drawLine(box: HTMLElement, days: string[], lines: Line[]): () => void {
  let chart: UPlot | undefined;
  const draw = () => {
    chart?.destroy();
    chart = new UPlot(options(box, lines), [days.map(seconds), ...lines.map(({ values }) => values)], box);
  };
  draw();
  const watch = new ResizeObserver(() => chart?.setSize({ width: box.clientWidth, height: HEIGHT }));
  watch.observe(box);
  const theme = matchMedia('(prefers-color-scheme: dark)');
  theme.addEventListener('change', draw);
  return () => {
    watch.disconnect();
    theme.removeEventListener('change', draw);
    chart?.destroy();
  };
}

const seconds = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;

function options(box: HTMLElement, lines: Line[]): UPlot.Options {
  const colour = (name: string) => getComputedStyle(box).getPropertyValue(name).trim();
  const axis = { stroke: colour('--ink-2'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
  const date = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' });
  return {
    width: box.clientWidth,
    height: HEIGHT,
    tzDate: (at) => UPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
    scales: { y: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        values: (_, ticks) => ticks.map((at) => date.format(at * 1000)),
        incrs: [86_400, 172_800, 604_800, 1_209_600],
      },
      { ...axis, size: 48, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000, 1_000_000] },
    ],
    series: [
      { label: 'Day', value: (_, at) => (at === null ? '—' : date.format(at * 1000)) },
      ...lines.map(({ name, tone }) => ({
        label: name,
        stroke: colour(tone),
        width: 2,
        points: { show: lines.length > 0 && box.clientWidth > 0, size: 5 },
      })),
    ],
  };
}
