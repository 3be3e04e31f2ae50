import type { GoalOutcome } from '../report/goals.js';
import { ratio, table } from '../report/tables.js';
import { quantile, spreadOf, type Spread } from '../measure/statistics.js';
import { isTooSlow, MIN_RATE, MIN_SHARE, type HostileRate } from './hostile.js';
import { EVERYTHING, EXPRESSIONS, MATCHING } from './scanners.js';
import type { LoadedRules } from './load.js';
import type { SmallBodyTime } from './small-bodies.js';
import { KIND_TITLES } from './texts.js';
import type { ScanSlice } from './throughput.js';

/** Everything that one run measured about detection. */
export interface DetectMeasured {
  readonly throughput: readonly ScanSlice[];
  readonly smallBodies: readonly SmallBodyTime[];
  readonly hostile: readonly HostileRate[];
  readonly load: readonly LoadedRules[];
  /** Why secretlint took no part; undefined when it did. */
  readonly leftOut: string | undefined;
}

/** One scanner's rate over another's on one kind of text in one direction, compared round by round. */
interface RateRow {
  readonly title: string;
  readonly over: Spread;
  readonly mine: number;
  readonly other: number;
}

const OVER_EXPRESSIONS = 20;
const OVER_SECRETLINT = 40;
const SMALL_BODY_US = 150;
const RULES_MB = 32;
const LOAD_MS = 300;
/** Slowest rules that the table shows. */
const SHOWN_RULES = 10;

export function detectTables(measured: DetectMeasured): string {
  const { throughput, smallBodies, hostile, load, leftOut } = measured;
  return [
    'matching pass over a loop of the same rules as JavaScript regular expressions (clean text, 64 KB at a time)',
    rateTable(rateRows(throughput, MATCHING, EXPRESSIONS)),
    '\neverything on over secretlint, its recommended preset (same bytes)',
    leftOut === undefined ? rateTable(overSecretlint(measured)) : `  left out: ${leftOut}`,
    '\na clean body of 10 KB, everything on, every body another one, us',
    table([
      ['', 'p50', 'p90', 'bodies'],
      ...smallBodies.map(({ kind, direction, p50, p90, bodies }) => [
        `${KIND_TITLES[kind]}, ${direction}`,
        p50.toFixed(0),
        p90.toFixed(0),
        `${bodies}`,
      ]),
    ]),
    `\nmatching pass on a message of 1 MB that is hostile to a rule, cold: the slowest of ${hostile.length} rules`,
    '(first 64 KB: of its first piece; with tests: also what rules ask of their matches in ordinary code)',
    table([
      ['', 'MB/s', 'first 64 KB', 'with tests', 'of clean', 'text'],
      ...slowest(hostile).map(({ rule, direction, rate, rateAtFirst, rateWithTests, share, text }) => [
        `${rule}, ${direction}`,
        rate.toFixed(0),
        rateAtFirst.toFixed(0),
        rateWithTests.toFixed(0),
        share.toFixed(2),
        JSON.stringify(text),
      ]),
    ]),
    '\nall rules of both directions, in a new process',
    table([
      ['load time, modules included, ms', median(load, 'milliseconds').toFixed(0)],
      ['memory of the compiled rules, MB', median(load, 'megabytes').toFixed(1)],
      ['the same once every rule was used, MB', median(load, 'usedMegabytes').toFixed(1)],
    ]),
  ].join('\n');
}

export function detectGoals(measured: DetectMeasured): GoalOutcome[] {
  const { throughput, smallBodies, hostile, load } = measured;
  const tooSlow = hostile.filter(isTooSlow).length;
  const worstBody = smallBodies
    .filter(isNamed)
    .reduce<SmallBodyTime | undefined>(
      (worst, each) => (worst === undefined || each.p50 > worst.p50 ? each : worst),
      undefined,
    );
  return [
    lowest('matching pass over RegExp loop', OVER_EXPRESSIONS, rateRows(throughput, MATCHING, EXPRESSIONS)),
    lowest('everything on over secretlint', OVER_SECRETLINT, overSecretlint(measured)),
    {
      title: 'clean body of 10 KB, slowest of JSON, HTML and JavaScript, us',
      wanted: `<= ${SMALL_BODY_US}`,
      measured:
        worstBody === undefined ? '-' : `${worstBody.p50.toFixed(0)} (${worstBody.kind}, ${worstBody.direction})`,
      met: worstBody && worstBody.p50 <= SMALL_BODY_US,
    },
    {
      title: 'rules slower than that on hostile text',
      wanted: `0 (>= ${MIN_RATE} MB/s and >= ${MIN_SHARE} of clean)`,
      measured: hostile.length === 0 ? '-' : `${tooSlow} of ${hostile.length}`,
      met: hostile.length === 0 ? undefined : tooSlow === 0,
    },
    most('compiled rules once used, MB', RULES_MB, load, 'usedMegabytes'),
    most('load time, ms', LOAD_MS, load, 'milliseconds'),
  ];
}

/** The goal is one for JSON, HTML and minified JavaScript; a conversation with a model is measured beside them. */
function isNamed({ kind }: SmallBodyTime): boolean {
  return kind !== 'conversation';
}

function rateRows(slices: readonly ScanSlice[], mine: string, other: string): RateRow[] {
  const cases = [...new Set(slices.map(({ kind, direction }) => `${kind} ${direction}`))];
  return cases.flatMap((name) => {
    const here = slices.filter(({ kind, direction }) => `${kind} ${direction}` === name);
    const [first] = here;
    const of = (scanner: string): ScanSlice[] => here.filter((slice) => slice.scanner === scanner);
    const pairs = of(mine).flatMap((slice) => {
      const match = of(other).find(({ round }) => round === slice.round);
      return match === undefined ? [] : [{ mine: slice.rate, other: match.rate }];
    });
    const over = spreadOf(pairs.map((pair) => pair.mine / pair.other));
    if (over === undefined || first === undefined) return [];
    return {
      title: `${KIND_TITLES[first.kind]}, ${first.direction}`,
      over,
      mine: quantile(
        pairs.map((pair) => pair.mine),
        0.5,
      ),
      other: quantile(
        pairs.map((pair) => pair.other),
        0.5,
      ),
    };
  });
}

function overSecretlint({ throughput }: DetectMeasured): RateRow[] {
  const name = throughput.find(({ scanner }) => scanner.startsWith('secretlint'))?.scanner;
  return name === undefined ? [] : rateRows(throughput, EVERYTHING, name);
}

function rateTable(rows: readonly RateRow[]): string {
  const cells = rows.map(({ title, over, mine, other }) => [title, ratio(over), mine.toFixed(1), other.toFixed(1)]);
  return table([['', 'ratio', 'MB/s', 'other MB/s'], ...cells]);
}

function lowest(title: string, wanted: number, rows: readonly RateRow[]): GoalOutcome {
  const low = Math.min(...rows.map(({ over }) => over.median));
  const high = Math.max(...rows.map(({ over }) => over.median));
  const isMeasured = rows.length > 0;
  return {
    title: `${title}, lowest and highest kind`,
    wanted: `>= ${wanted}`,
    measured: isMeasured ? `${low.toFixed(2)} .. ${high.toFixed(2)}` : '-',
    met: isMeasured ? low >= wanted : undefined,
  };
}

function most(title: string, wanted: number, loads: readonly LoadedRules[], key: keyof LoadedRules): GoalOutcome {
  const value = loads.length === 0 ? undefined : median(loads, key);
  return {
    title,
    wanted: `< ${wanted}`,
    measured: value?.toFixed(1) ?? '-',
    met: value === undefined ? undefined : value < wanted,
  };
}

function median(loads: readonly LoadedRules[], key: keyof LoadedRules): number {
  return quantile(
    loads.map((each) => each[key]),
    0.5,
  );
}

function slowest(rates: readonly HostileRate[]): HostileRate[] {
  return [...rates].sort((a, b) => a.rate - b.rate).slice(0, SHOWN_RULES);
}
