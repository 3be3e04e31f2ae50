import type { ScanFinding } from '../../src/cli/scan/scanner.js';
import type { Case } from './cases.js';
import { wilson } from './wilson.js';

/** A case that came out wrong, and what was found in it. */
export interface Miss {
  readonly id: string;
  readonly suite: string;
  readonly tier: Case['tier'];
  readonly label: Case['label'];
  readonly expected: string;
  readonly found: readonly string[];
}

/** Cases of one kind: how many came out right, with the 95 % interval of the share in percent. */
export interface Row {
  readonly suite: string;
  readonly label: Case['label'];
  readonly tier: Case['tier'];
  right: number;
  total: number;
}

/** A goal of the project over all cases of a kind. */
export interface Goal {
  readonly name: string;
  readonly covers: (row: Pick<Row, 'suite' | 'label' | 'tier'>) => boolean;
  /** Least share of cases that come out right, in percent. */
  readonly percent: number;
}

const quietSuites = ['webhooks', 'openai-api', 'form-values', 'waf-false-positives'];

export const goals: readonly Goal[] = [
  { name: 'threats, core', covers: ({ label, tier }) => label === 'threat' && tier === 'core', percent: 100 },
  { name: 'threats, ext', covers: ({ label, tier }) => label === 'threat' && tier === 'ext', percent: 85 },
  { name: 'benign, core', covers: ({ label, tier }) => label === 'benign' && tier === 'core', percent: 99.99 },
  ...quietSuites.map((suite) => ({
    name: `benign, core, ${suite}`,
    covers: (row: Pick<Row, 'suite' | 'label' | 'tier'>) =>
      row.suite === suite && row.label === 'benign' && row.tier === 'core',
    percent: 100,
  })),
  { name: 'benign, ext', covers: ({ label, tier }) => label === 'benign' && tier === 'ext', percent: 98 },
  {
    name: 'threats, ext, crs932',
    covers: ({ suite, label, tier }) => suite === 'crs932' && label === 'threat' && tier === 'ext',
    percent: 80,
  },
  {
    name: 'benign, ext, crs932',
    covers: ({ suite, label, tier }) => suite === 'crs932' && label === 'benign' && tier === 'ext',
    percent: 100,
  },
];

/** A threat counts as found by any finding; a benign case names what may not be found in it. */
export function isRight(item: Case, found: readonly Pick<ScanFinding, 'pattern' | 'threat_type'>[]): boolean {
  if (item.label === 'threat') return found.length > 0;
  if (item.expected === 'none') return found.length === 0;
  const unwanted = item.expected.replace('not:', '');
  // Tokens of vendors have several patterns here; a secret behind its name is a class of its own.
  if (unwanted === 'vendor_token') {
    return !found.some(({ threat_type: threat, pattern }) => threat === 'EXFIL' && pattern !== 'generic_secret');
  }
  return !found.some(({ pattern }) => pattern === unwanted);
}

/** Counts cases by suite, label and tier, and keeps those that came out wrong. */
export class Score {
  readonly #rows = new Map<string, Row>();
  readonly misses: Miss[] = [];

  add(item: Case, found: readonly ScanFinding[]): void {
    const { id, suite, label, tier, expected } = item;
    const key = `${suite} ${label} ${tier}`;
    const row = this.#rows.get(key) ?? { suite, label, tier, right: 0, total: 0 };
    this.#rows.set(key, row);
    row.total++;
    if (isRight(item, found)) row.right++;
    else {
      const names = found.map(({ pattern, variant }) => `${pattern}.${variant}`);
      this.misses.push({ id, suite, tier, label, expected, found: [...new Set(names)] });
    }
  }

  /** By suite, then threats before benign cases, then tier. */
  get rows(): readonly Row[] {
    const order = (row: Row): string => `${row.suite} ${row.label === 'threat' ? 0 : 1} ${row.tier}`;
    return [...this.#rows.values()].sort((a, b) => order(a).localeCompare(order(b)));
  }

  /** What a goal covers, added up; undefined when no case is of that kind. */
  of(goal: Goal): (Goal & Pick<Row, 'right' | 'total'> & { readonly met: boolean }) | undefined {
    let [right, total] = [0, 0];
    for (const row of this.#rows.values()) {
      if (!goal.covers(row)) continue;
      right += row.right;
      total += row.total;
    }
    if (total === 0) return undefined;
    return { ...goal, right, total, met: (100 * right) / total >= goal.percent };
  }
}

/** `12/13   92.31 %   66.7 - 98.6 %`: the share with its 95 % interval. */
export function shareOf({ right, total }: Pick<Row, 'right' | 'total'>): string {
  const [low, high] = wilson(right, total);
  const share = ((100 * right) / total).toFixed(2);
  return `${`${right}/${total}`.padStart(11)} ${share.padStart(7)} %   ${low.toFixed(1)} - ${high.toFixed(1)} %`;
}
