import type { Texts } from '../../text/texts.js';
import { severities, type Finding } from '../finding.js';
import { familyOf, type AdviceFamily } from './families.js';

/** What findings of one family mean to a person. */
export interface Advice {
  /** The patterns that were found, as findings name them. */
  readonly patterns: readonly string[];
  readonly happened: string;
  readonly why: string;
  readonly now: string;
}

/** What some findings mean, once for each family, the most severe first. */
export function adviceFor(findings: readonly Pick<Finding, 'pattern' | 'severity'>[], texts: Texts): Advice[] {
  const patterns = new Map<AdviceFamily, Set<string>>();
  const worstFirst = [...findings].sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
  for (const { pattern } of worstFirst) {
    const family = familyOf(pattern);
    if (family !== undefined) patterns.set(family, (patterns.get(family) ?? new Set()).add(pattern));
  }
  return [...patterns].map(([family, found]) => ({
    patterns: [...found],
    happened: texts(`advice.${family}.happened`, {}),
    why: texts(`advice.${family}.why`, {}),
    now: texts(`advice.${family}.now`, {}),
  }));
}

/** The same as one paragraph. */
export function adviceText({ patterns, happened, why, now }: Advice, texts: Texts): string {
  return texts('advice.paragraph', { patterns: patterns.join(', '), happened, why, now });
}
