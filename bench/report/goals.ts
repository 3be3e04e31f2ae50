import type { Spread } from '../measure/statistics.js';
import type { Fact } from '../works/facts.js';
import type { WorkResult } from '../works/work.js';
import { compare, contestantsOf, type Comparison } from './comparison.js';

/** Everything that one run measured. */
export interface Measured {
  readonly works: readonly WorkResult[];
  readonly facts: readonly Fact[];
}

export interface GoalOutcome {
  readonly title: string;
  readonly wanted: string;
  readonly measured: string;
  /** undefined when this run did not measure it. */
  readonly met: boolean | undefined;
}

type Key = 'rate' | 'p50' | 'p99';
type Goal = (measured: Measured) => GoalOutcome[];

/** What the Guardian is to reach, HTTPS opened and full detection on. */
const goals: readonly Goal[] = [
  atLeast('get16-https', 0.63, 'tunnel'),
  atLeast('get32-https', 0.63, 'tunnel'),
  atLeast('get16-https', 1.6, 'squid'),
  atLeast('get16-https', 3.3, 'http-mitm-proxy'),
  atLeast('get16-https', 6, 'mockttp'),
  atLeast('get16-https', 17, 'mitmproxy'),
  adds('paced-https', 'p50', 60),
  adds('paced-https', 'p99', 200),
  atLeast('download-random-https', 0.5, 'tunnel'),
  atLeast('download-text-https', 0.5, 'tunnel'),
  aheadOfPeers('download-random-https'),
  aheadOfPeers('download-text-https'),
  aheadOfPeers('post-https'),
  aheadOfPeers('download-random-http', 0.9),
  atLeast('connect-https', 0.7, 'tunnel'),
  aheadOfPeers('connect-https'),
  ...['get16-https', 'get32-https', 'get16-same-https', 'download-random-https', 'post-https', 'connect-https'].map(
    (work) => atLeast(work, 0.9, 'guardian-unwatched'),
  ),
  adds('beside-bulk-https', 'p99', 1_000, 'guardian-unwatched'),
  adds('events-https', 'p99', 2_000),
  fact('bytes-unaccounted', 'bytes at 250 MB/s that are in no count', (value) => value === 0, '0'),
  fact('memory-body', 'memory: a body of 2 GB adds', (value) => value < 30, '< 30 MB'),
  fact('memory-idle', 'memory: idle', (value) => value < 120, '< 120 MB'),
  fact('memory-connections', 'memory: 1,000 idle connections add', (value) => value < 100, '< 100 MB'),
  ...['get16-https', 'download-random-https'].flatMap((work) => [
    unchanged(`trouble-${work}`, ['observer-stalled', 'observer-killed'], 'observer-healthy'),
    unchanged(`sink-${work}`, ['sink-hanging'], 'sink-none'),
  ]),
];

export function judge(measured: Measured): GoalOutcome[] {
  return goals.flatMap((goal) => goal(measured));
}

function atLeast(work: string, factor: number, other: string): Goal {
  return (measured) => [
    outcome(measured, `${work}: of ${other}'s rate`, `>= ${factor}`, work, other, 'rate', (value) => value >= factor),
  ];
}

function adds(work: string, key: 'p50' | 'p99', most: number, over = 'tunnel'): Goal {
  const title = `${work}: ${key} added over ${over}, us`;
  return (measured) => [outcome(measured, title, `<= ${most}`, work, over, key, (value) => value <= most)];
}

function aheadOfPeers(work: string, factor = 1): Goal {
  return (measured) =>
    ['squid', 'mockttp', 'http-mitm-proxy', 'mitmproxy'].map((peer) =>
      outcome(measured, `${work}: of ${peer}'s rate`, `>= ${factor}`, work, peer, 'rate', (value) => value >= factor),
    );
}

/** Rates in these states are those of the one without trouble, but for noise. */
function unchanged(work: string, states: readonly string[], untroubled: string): Goal {
  return ({ works }) =>
    states.map((state) => {
      const result = works.find(({ name }) => name === work);
      const spread = result && compare(result, state).rate;
      const title = `${work}: rate, ${state} over ${untroubled}`;
      return { title, wanted: '>= 0.95', measured: shown(spread, 2), met: spread && spread.median >= 0.95 };
    });
}

function fact(name: string, title: string, good: (value: number) => boolean, wanted: string): Goal {
  return ({ facts }) => {
    const found = facts.find((each) => each.name === name);
    const measured = found === undefined ? '-' : `${+found.value.toFixed(1)} ${found.unit}`;
    return [{ title, wanted, measured, met: found && good(found.value) }];
  };
}

function outcome(
  { works }: Measured,
  title: string,
  wanted: string,
  work: string,
  other: string,
  key: Key,
  good: (value: number) => boolean,
): GoalOutcome {
  const result = works.find(({ name }) => name === work);
  const took = result !== undefined && contestantsOf(result).includes(other);
  const comparison: Comparison | undefined = took ? compare(result, 'guardian', other) : undefined;
  const spread = comparison?.[key];
  return { title, wanted, measured: shown(spread, key === 'rate' ? 2 : 0), met: spread && good(spread.median) };
}

function shown(spread: Spread | undefined, digits: number): string {
  if (spread === undefined) return '-';
  return `${spread.median.toFixed(digits)} [${spread.low.toFixed(digits)}..${spread.high.toFixed(digits)}]`;
}
