import { isPlaceholder } from '../../checks/placeholder.js';
import { entropyOf, hasDigitAndLetter, looksRandom } from '../../checks/randomness.js';
import { isWordy } from '../../checks/words.js';
import type { Candidate, Rule } from '../../rule.js';

/** Bits a character of the random part: hexadecimal digits have four at most. */
const MIN_ENTROPY = 3;

/** Keys of AI providers have rules of their own, in a group that may be switched off. */
const OF_AI = /^sk-(?:ant|proj|svcacct|admin|or)-|T3BlbkFJ/;

/** A token whose name is but what it is, and maybe what it is for: `sk_...`, `sk-ws-01-...`, `live_...`. */
const acceptBare = ({ text, secret }: Candidate): boolean =>
  !OF_AI.test(text) &&
  looksRandom(secret) &&
  (secret.match(/\d/g) ?? []).length >= 3 &&
  !isPlaceholder(secret) &&
  !isWordy(secret);

/** What stands in front of the first sign of a token, and nothing of a name before that. */
const PREFIX = /(?:^|[^A-Za-z0-9_-])[a-z][a-z0-9]{1,11}$/;
/** Publishable keys are made for pages that everybody can read (https://docs.stripe.com/keys): `pk_live_...`. */
const PUBLISHABLE = /(?:^|[^A-Za-z0-9_-])(?:pk|pub|public)$/;

const accept = ({ before, text, secret }: Candidate): boolean =>
  PREFIX.test(before) &&
  !(PUBLISHABLE.test(before) && /^_(?:live|prod)/.test(text)) &&
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
  anatomy:
    'sk, rk, live or secret, or a short name, _ and one of live, prod, pat, secret, api and the like, _, 20 or more random characters',
  source: 'https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/',
  // A sum in the record of a Python package, which is no beginning of a longer token either.
  expected: ({ before }) => /sha\d{3}=$/.test(before),
  match: [
    {
      re: /_(?:live|prod|production|pat|secret|api|sat|uat|tkn|priv)_(?<secret>[\w-]{20,120})(?![\w-])/,
      accept,
    },
    {
      re: /(?<![\w./-])(?:sk|rk|live|secret)[_-](?:[a-z0-9]{2,8}[_-]){0,2}(?<secret>[A-Za-z0-9]{26,128})(?![\w-])/,
      accept: acceptBare,
    },
  ],
  examples: {
    fires: [
      'orbit_live_Qm4tXy8Lr2Vn6Bk0Zc5Hw9Jd3Fs7Gp1T',
      'token tool_pat_SUWX7vOVAnHrGmA1CPByJ8IofbtKvwB9',
      'svc_api_b1ddf5baa9aca72f7f83459fa1450449',
      'sk_Qm4tXy8Lr2Vn6Bk0Zc5Hw9Jd3Fs7Gp1T',
      'sk-ws-01-Qm4tXy8Lr2Vn6Bk0Zc5Hw9Jd3Fs7Gp1T',
      'live_Qm4tXy8Lr2Vn6Bk0Zc5Hw9Jd3Fs7Gp1T',
    ],
    silent: [
      'loadStripe("pk_live_Qm4tXy8Lr2Vn6Bk0Zc5Hw9Jd3Fs7Gp1T")',
      'pk_live_8gNfR3bC7mJ6p9eK4t8wQ2xZ',
      'shop/api.py,sha256=sk_HDVLeOoNeF4VOGHDI0iUT8YHeeOJjxyZTO4q0ddE,1346',
      'sk_getTheSecretKeyOfTheAccountByName2',
      'sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      'desk-Qm4tXy8Lr2Vn6Bk0Zc5Hw9Jd3Fs7Gp1T',
      'my_api_endpoint_for_all_of_the_users_v2',
      'run_live_migration_tests_2024_10_01_again',
      'orbit_live_your_key_goes_here_1234',
      'get_secret_value_from_the_vault_001',
      'orbit_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxx1',
    ],
  },
};
