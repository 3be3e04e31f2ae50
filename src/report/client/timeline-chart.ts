import uPlot from 'uplot';
import { DAY_MS } from '../../time/lengths.js';
import { SEVERITY_ORDER, type PageData } from '../report-data.js';
import { byId } from './dom.js';

const HEIGHT = 220;

/** Draws findings over time as bars, one severity on top of the other, in the colours of the page. */
export function drawTimeline({ timeline, locale }: PageData): void {
  const place = byId('chart', HTMLElement);
  let chart: uPlot | undefined;
  const draw = (): void => {
    chart?.destroy();
    chart = new uPlot(optionsOf(timeline.stepMs, locale, place), dataOf(timeline), place);
  };
  draw();
  // Colours are read when it is drawn, so it is drawn anew when they change.
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  new ResizeObserver(() => {
    if (chart !== undefined && chart.width !== place.clientWidth) {
      chart.setSize({ width: place.clientWidth, height: HEIGHT });
    }
  }).observe(place);
}

/** The highest bar is all severities together and is drawn first; each next one covers it but for one severity. */
function dataOf({ starts, counts }: PageData['timeline']): uPlot.AlignedData {
  const stacked = SEVERITY_ORDER.map((_, from) =>
    starts.map((__, i) =>
      SEVERITY_ORDER.slice(0, from + 1).reduce((sum, severity) => sum + (counts[severity][i] ?? 0), 0),
    ),
  );
  return [starts.map((start) => start / 1000), ...stacked.reverse()];
}

function optionsOf(stepMs: number, locale: string, place: HTMLElement): uPlot.Options {
  const colours = getComputedStyle(place);
  const colour = (name: string): string => colours.getPropertyValue(`--${name}`).trim();
  const days = stepMs >= DAY_MS;
  const times = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    ...(days ? {} : { hour: '2-digit', minute: '2-digit' }),
  });
  const numbers = new Intl.NumberFormat(locale);
  // The chart runs from left to right, but a date of a right-to-left language does not (UAX #9, isolates).
  const dateOf = (seconds: number): string => {
    const date = times.format(seconds * 1000);
    return document.documentElement.dir === 'rtl' ? `\u2067${date}\u2069` : date;
  };
  const axis = { stroke: colour('faint'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false } };
  // Each bar fills nine tenths of its step, to the right of the moment at which the step begins.
  const paths = uPlot.paths.bars?.({ size: [0.9, 60], align: 1 });
  return {
    width: place.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: true, range: (_, from, to) => [from, to + stepMs / 1000] },
      y: { range: (_, __, most) => [0, Math.max(1, most * 1.05)] },
    },
    axes: [
      { ...axis, space: 110, values: (_, at) => at.map(dateOf) },
      { ...axis, size: 60, incrs: WHOLE_STEPS, values: (_, at) => at.map((value) => numbers.format(value)) },
    ],
    series: [
      {},
      ...SEVERITY_ORDER.toReversed().map((severity) => ({
        fill: colour(severity),
        width: 0,
        points: { show: false },
        ...(paths === undefined ? {} : { paths }),
      })),
    ],
  };
}

/** There are no half findings. */
const WHOLE_STEPS = Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((factor) => factor * 10 ** power)).flat();
