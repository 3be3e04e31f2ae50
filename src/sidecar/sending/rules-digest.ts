import { createHash } from 'node:crypto';
import { enabledRules, type GroupSwitches, type RuleGroup } from '../../detect/groups.js';

/**
 * Digest of what is looked for: the rules of the groups that are on. It is equal on hosts that find the same in the same
 * traffic, watched secrets aside.
 *
 * @returns 16 hexadecimal digits.
 */
export function rulesDigest(groups: readonly RuleGroup[], switches: GroupSwitches): string {
  const digest = createHash('sha256');
  for (const { group, digest: ofRules } of enabledRules(groups, switches)) digest.update(`${group} ${ofRules}\n`);
  return digest.digest('hex').slice(0, 16);
}
