import type { Rule } from '../../src/detect/rule.js';

/** A rule with nothing but an expression, for texts that come in. */
export function ruleOf(re: RegExp, window?: number): Rule {
  return {
    pattern: 'test_rule',
    variant: 'test',
    threat: 'INJECTION',
    direction: 'inbound',
    severity: 'low',
    confidence: 'low',
    group: 'test',
    about: 'test',
    anatomy: 'test',
    source: 'https://example.com',
    match: [window === undefined ? { re } : { re, window }],
    examples: { fires: [], silent: [] },
  };
}
