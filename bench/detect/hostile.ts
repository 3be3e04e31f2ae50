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
   * Megabytes a second of the pass alone, without the tests in ordinary code that a rule may have for its matches; the
   * automata of all rules are built anew for each text that is measured again.
   */
  readonly rate: number;
  /** The same of that text with these tests. */
  readonly rateWithTests: number;
  /** Over the rate on clean text, measured at the same moment. */
  readonly share: number;
  /** The beginning of that text. */
  readonly text: string;
}

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

/** @param again How often a text that seems too slow is measured anew; the median counts. */
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
  const rates = texts.map((text) => {
    const rate = rateOn(cold, text);
    return { text, rate, share: rate / cleanRate() };
  });
  const slowest = rates.reduce((worst, each) => (each.rate < worst.rate ? each : worst));
  let { rate, share } = slowest;
  if (isTooSlow(slowest)) {
    const repeated = Array.from({ length: again }, () => {
      const mine = rateOn(new Matcher(new RuleSet(UNTESTED, direction)), slowest.text);
      return { rate: mine, share: mine / cleanRate() };
    });
    rate = quantile([rate, ...repeated.map((each) => each.rate)], 0.5);
    share = quantile([share, ...repeated.map((each) => each.share)], 0.5);
  }
  const text = slowest.text.subarray(0, 40).toString('latin1');
  const rateWithTests = rateOn(new Matcher(new RuleSet(catalogue, direction)), slowest.text);
  return { rule: `${rule.pattern}.${rule.variant}`, direction, rate, rateWithTests, share, text };
}

export function isTooSlow({ rate, share }: Pick<HostileRate, 'rate' | 'share'>): boolean {
  return rate < MIN_RATE || share < MIN_SHARE;
}

function rateOn(matcher: Matcher, bytes: Buffer): number {
  const begun = processorMs();
  matcher.find({ bytes, atStart: true, atEnd: true }, () => undefined);
  return bytes.length / 1000 / (processorMs() - begun);
}
