import { createHash } from 'node:crypto';
import { enabledRules, type GroupSwitches } from '../../detect/groups.js';
import type { Rule } from '../../detect/rule.js';

/**
 * Digest of what is looked for: rules with their expressions, and the groups that are switched. It is equal on hosts that
 * find the same in the same traffic, watched secrets aside.
 *
 * @returns 16 hexadecimal digits.
 */
export function rulesDigest(rules: readonly Rule[], switches: GroupSwitches): string {
  const digest = createHash('sha256');
  for (const { pattern, variant, severity, confidence, direction, match } of enabledRules(rules, switches)) {
    digest.update(
      JSON.stringify([pattern, variant, severity, confidence, direction, match.map(({ re }) => String(re))]),
    );
  }
  return digest.digest('hex').slice(0, 16);
}
