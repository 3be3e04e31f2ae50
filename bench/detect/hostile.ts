import { setImmediate } from 'node:timers/promises';
import { Matcher } from '../../src/detect/matcher.js';
import type { Rule } from '../../src/detect/rule.js';
import { RuleSet } from '../../src/detect/rule-set.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { hostileTexts } from '../../test/detect/hostile-texts.js';
import { quantile } from '../measure/statistics.js';
import { DIRECTIONS } from './scanners.js';
import { cleanText } from './texts.js';
import { SAMPLE_BYTES } from './throughput.js';
import { processorMs } from './processor-time.js';

/** The matching pass, with all rules, on the text that costs it most of those made against one rule. */
export interface HostileRate {
  readonly rule: string;
  readonly direction: Rule['direction'];
  /**
   * Megabytes a second of the pass alone over a message of {@link PIECES} pieces of it, without the tests in ordinary code
   * that a rule may have for its matches; the automata of all rules are built anew for each message.
   */
  readonly rate: number;
  /** The same of the first piece, most of which goes into building automata. */
  readonly rateAtFirst: number;
  /** The same of that text with these tests. */
  readonly rateWithTests: number;
  /** Over the rate on clean text, measured at the same moment. */
  readonly share: number;
  /** The beginning of that text. */
  readonly text: string;
}

/** Pieces of 64 KB that a message is looked at in: a megabyte, as a stream is handed over. */
const PIECES = 16;
export const MIN_RATE = 30;
export const MIN_SHARE = 1 / 8;
/** Scans of the clean texts before they count. */
const WARM_UP = 20;
const CLEAN_KINDS = ['json', 'html', 'script'] as const;

/** The rules without their own tests: every match is taken. */
const UNTESTED: readonly Rule[] = catalogue.map((rule) => ({
  ...rule,
  match: rule.match.map(({ re, window }) => (window === undefined ? { re } : { re, window })),
}));

/** @param again How often the slowest text of a rule is measured; the median counts. */
export async function measureHostile(again: number, progress: (text: string) => void): Promise<HostileRate[]> {
  const rates: HostileRate[] = [];
  for (const direction of DIRECTIONS) {
    const clean = CLEAN_KINDS.map((kind) => cleanText(kind, SAMPLE_BYTES, 77));
    const warm = new Matcher(new RuleSet(UNTESTED, direction));
    for (let i = 0; i < WARM_UP; i++) clean.forEach((text) => rateOn(warm, text));
    const cleanRate = (): number =>
      quantile(
        clean.map((text) => rateOn(warm, text)),
        0.5,
      );
    const rules = catalogue.filter((rule) => rule.direction === direction);
    for (const [i, rule] of rules.entries()) {
      progress(`hostile to ${rule.pattern}.${rule.variant} (${direction}, ${i + 1} of ${rules.length})`);
      // So that a signal that ends the run is heard.
      await setImmediate();
      rates.push(worstOf(rule, cleanRate, again));
    }
  }
  return rates;
}

function worstOf(rule: Rule, cleanRate: () => number, again: number): HostileRate {
  const { direction } = rule;
  const texts = hostileTexts(rule, new RuleSet([rule], direction), SAMPLE_BYTES).map((text) =>
    Buffer.from(text, 'utf8'),
  );
  // The first text meets automata that nothing has built yet; the others what the ones before them left unbuilt.
  const cold = new Matcher(new RuleSet(UNTESTED, direction));
  const rates = texts.map((text) => ({ text, rate: rateOn(cold, text) }));
  const { text } = rates.reduce((worst, each) => (each.rate < worst.rate ? each : worst));
  const inNew = (rules: readonly Rule[]): { rate: number; rateAtFirst: number } => {
    const matcher = new Matcher(new RuleSet(rules, direction));
    const rateAtFirst = rateOn(matcher, text);
    const others = Array.from({ length: PIECES - 1 }, () => 1 / rateOn(matcher, text));
    return { rate: PIECES / others.reduce((sum, each) => sum + each, 1 / rateAtFirst), rateAtFirst };
  };
  const measured = Array.from({ length: again }, () => {
    const rates = inNew(UNTESTED);
    return { ...rates, share: rates.rate / cleanRate() };
  });
  const median = (of: 'rate' | 'share' | 'rateAtFirst'): number =>
    quantile(
      measured.map((each) => each[of]),
      0.5,
    );
  return {
    rule: `${rule.pattern}.${rule.variant}`,
    direction,
    rate: median('rate'),
    rateAtFirst: median('rateAtFirst'),
    rateWithTests: inNew(catalogue).rate,
    share: median('share'),
    text: text.subarray(0, 40).toString('latin1'),
  };
}

export function isTooSlow({ rate, share }: Pick<HostileRate, 'rate' | 'share'>): boolean {
  return rate < MIN_RATE || share < MIN_SHARE;
}

function rateOn(matcher: Matcher, bytes: Buffer): number {
  const begun = processorMs();
  matcher.find({ bytes, atStart: true, atEnd: true }, () => undefined);
  return bytes.length / 1000 / (processorMs() - begun);
}
