import type { Contestant, LeftOut } from '../contestants/contestant.js';
import type { Spread } from '../measure/statistics.js';
import type { Fact } from '../works/facts.js';
import type { WorkResult } from '../works/work.js';
import { compare, contestantsOf, middle } from './comparison.js';
import type { GoalOutcome } from './goals.js';

/** Columns, the first one to the left and the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  const pad = (cell: string, i: number): string =>
    i === 0 ? cell.padEnd(widths[i]!) : ' '.repeat(Math.max(0, widths[i]! - cell.length)) + cell;
  return rows.map((row) => `  ${row.map(pad).join('   ')}`.trimEnd()).join('\n');
}

export function contestantTable(contestants: readonly Contestant[], leftOut: readonly LeftOut[]): string {
  return [
    table(contestants.map(({ name, description }) => [name, description]).map(([a, b]) => [`${a!.padEnd(20)} ${b}`])),
    ...leftOut.map(({ name, reason }) => `  left out: ${name}: ${reason}`),
  ].join('\n');
}

/** One work: ratios first, what shows whether they can be trusted behind, absolute numbers last. */
export function workTable(result: WorkResult, contestants: readonly string[]): string {
  const names = contestants.filter((name) => contestantsOf(result).includes(name));
  const compared = result.measures === 'rate' ? ['rate'] : ['p50 added, us', 'p99 added, us'];
  const perUnit = result.unit === 'request' ? 'CPU/request' : 'CPU/MB';
  const head = ['', ...compared, perUnit, 'thread CPU', 'load', 'thread', 'idle', 'steal', 'others', '(absolute)'];
  const rows = names.map((name) => {
    const against = compare(result, name);
    const itself = name === result.baseline;
    const share = (key: 'loadShare' | 'threadShare' | 'idleShare' | 'stealShare' | 'otherShare'): string =>
      percent(middle(result, name, (slice) => slice[key]));
    return [
      name,
      ...(result.measures === 'rate'
        ? [itself ? '1' : ratio(against.rate)]
        : [itself ? '0' : microseconds(against.p50), itself ? '0' : microseconds(against.p99)]),
      itself ? '1' : ratio(against.processor),
      itself ? '1' : ratio(against.thread),
      share('loadShare'),
      name === 'direct' ? '-' : share('threadShare'),
      share('idleShare'),
      share('stealShare'),
      share('otherShare'),
      absolute(result, name),
    ];
  });
  const notes = [
    ...result.failed.map(({ contestant, reason }) => `  ${contestant} failed: ${reason}`),
    ...resumption(result, names),
  ];
  return [`${result.name}: ${result.title}`, table([head, ...rows]), ...notes].join('\n');
}

function resumption(result: WorkResult, names: readonly string[]): string[] {
  if (!result.name.includes('resumed')) return [];
  const shares = names.map((name) => `${name} ${percent(middle(result, name, (slice) => slice.resumedShare))}`);
  return [`  sessions resumed: ${shares.join(', ')}`];
}

export function factTable(facts: readonly Fact[]): string {
  return table(
    facts.map(({ title, value, unit, detail }) => [
      title,
      `${Math.abs(value) < 100 && unit !== 'bytes' ? value.toFixed(1) : Math.round(value).toString()} ${unit}`,
      detail === undefined ? '' : `(${detail})`,
    ]),
  );
}

export function goalTable(outcomes: readonly GoalOutcome[]): string {
  const found = outcomes.filter(({ met }) => met !== undefined);
  const rows = found.map(({ title, wanted, measured, met }) => [
    title,
    wanted,
    measured,
    met === true ? 'met' : 'MISSED',
  ]);
  const rest = outcomes.length - found.length;
  const note = rest === 0 ? '' : `\n  ${rest} other goals were not measured in this run.`;
  return table([['goal', 'wanted', 'measured', ''], ...rows]) + note;
}

function absolute(result: WorkResult, name: string): string {
  if (result.measures === 'delay') {
    const [p50, p99] = (['p50', 'p99'] as const).map((key) => middle(result, name, (slice) => slice[key]) ?? NaN);
    return `p50 ${p50!.toFixed(0)} us, p99 ${p99!.toFixed(0)} us`;
  }
  const rate = middle(result, name, (slice) => slice.rate) ?? NaN;
  return `${rate.toFixed(0)} ${result.unit === 'request' ? '/s' : 'MB/s'}`;
}

/** Median and quartiles. */
export function ratio(spread: Spread | undefined): string {
  if (spread === undefined) return '-';
  const text = (value: number): string => value.toFixed(value < 0.095 ? 3 : 2);
  return `${text(spread.median)} [${text(spread.low)}..${text(spread.high)}]`;
}

function microseconds(spread: Spread | undefined): string {
  if (spread === undefined) return '-';
  const [median, low, high] = [spread.median, spread.low, spread.high].map((value) => value.toFixed(0));
  return `${median} [${low}..${high}]`;
}

function percent(share: number | undefined): string {
  return share === undefined ? '-' : `${Math.round(share * 100)}%`;
}
