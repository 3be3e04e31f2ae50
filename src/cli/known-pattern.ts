import { catalogue } from '../detect/rules/catalogue.generated.js';
import { GuardianError } from '../text/guardian-error.js';
import { closestName } from '../validation/closest-name.js';

/** What findings can be of: the rules, and the secrets that the operator names. */
const patterns = [...new Set(catalogue.map(({ pattern }) => pattern)), 'watched_secret', 'canary_token'];

/** @throws GuardianError `cli.usage.rule` when no finding can ever have this pattern, as after a slip of the finger. */
export function requirePattern(name: string): void {
  if (patterns.includes(name)) return;
  throw unknownRule(name, patterns);
}

/** What is said of a name that is none of the known ones, with the one that was most likely meant. */
export function unknownRule(name: string, known: readonly string[]): GuardianError {
  return new GuardianError({ code: 'cli.usage.rule', args: { guess: closestName(name, known) ?? known[0] ?? '' } });
}
