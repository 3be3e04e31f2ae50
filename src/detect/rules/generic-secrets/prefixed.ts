import { isPlaceholder } from '../../checks/placeholder.js';
import { entropyOf, hasDigitAndLetter } from '../../checks/randomness.js';
import { isWordy } from '../../checks/words.js';
import type { Candidate, Rule } from '../../rule.js';

/** Bits a character of the random part: hexadecimal digits have four at most. */
const MIN_ENTROPY = 3;

/** What stands in front of the first sign of a token, and nothing of a name before that. */
const PREFIX = /(?:^|[^A-Za-z0-9_-])[a-z][a-z0-9]{1,11}$/;

const accept = ({ before, secret }: Candidate): boolean =>
  PREFIX.test(before) &&
  hasDigitAndLetter(secret) &&
  (secret.match(/\d/g) ?? []).length >= 3 &&
  !/_[a-z]+_|__/.test(secret) &&
  !isPlaceholder(secret) &&
  !isWordy(secret) &&
  entropyOf(secret) >= MIN_ENTROPY;

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'prefixed',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'generic-secrets',
  about: 'A token in the form that services give to theirs today: who made it, what for, and a random part.',
  anatomy: 'a short name, _, one of live, prod, pat, secret, api and the like, _, 20 or more random characters',
  source: 'https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/',
  match: [
    {
      re: /_(?:live|prod|production|pat|secret|api|sat|uat|tkn|priv)_(?<secret>[\w-]{20,120})(?![\w-])/,
      accept,
    },
  ],
  examples: {
    fires: [
      'orbit_live_Qm4tXy8Lr2Vn6Bk0Zc5Hw9Jd3Fs7Gp1T',
      'token tool_pat_SUWX7vOVAnHrGmA1CPByJ8IofbtKvwB9',
      'svc_api_b1ddf5baa9aca72f7f83459fa1450449',
    ],
    silent: [
      'my_api_endpoint_for_all_of_the_users_v2',
      'run_live_migration_tests_2024_10_01_again',
      'orbit_live_your_key_goes_here_1234',
      'get_secret_value_from_the_vault_001',
      'orbit_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxx1',
    ],
  },
};
