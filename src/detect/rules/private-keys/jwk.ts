import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, hasMixedCase, isVaried } from '../../checks/randomness.js';
import { isWordy } from '../../checks/words.js';

const isKey = (secret: string): boolean =>
  hasDigitAndLetter(secret) && hasMixedCase(secret) && isVaried(secret) && !isWordy(secret);

export const rule: Rule = {
  pattern: 'private_key_pem',
  variant: 'jwk',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'keys',
  about: 'A private or shared key as a JSON Web Key: whoever has it signs tokens in its owner’s name.',
  anatomy: '"kty", and in the same object "d" (RSA, EC, OKP) or, of "oct", "k", in base64url',
  source: 'https://www.rfc-editor.org/rfc/rfc7518#section-6',
  match: [
    // Members stand in any order; the public ones of an RSA key of 4096 bits take 700 characters.
    {
      re: /"kty"\s?:\s?"[^{}]*"d"\s?:\s?"(?<secret>[\w-]{40,})/,
      window: 2_048,
      accept: ({ secret }) => isKey(secret),
    },
    {
      re: /"d"\s?:\s?"(?<secret>[\w-]{40,})"[^{}]*"kty"/,
      window: 2_048,
      accept: ({ secret }) => isKey(secret),
    },
    {
      re: /"kty"\s?:\s?"oct"[^{}]*"k"\s?:\s?"(?<secret>[\w-]{20,})/,
      window: 1_024,
      accept: ({ secret }) => isKey(secret),
    },
    {
      re: /"k"\s?:\s?"(?<secret>[\w-]{20,})"[^{}]*"kty"\s?:\s?"oct"/,
      window: 1_024,
      accept: ({ secret }) => isKey(secret),
    },
  ],
  examples: {
    fires: [
      '{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"}',
      '{"d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", "kty": "OKP", "crv": "Ed25519"}',
      '{"kty": "oct", "alg": "HS256", "k": "FdFYFzERwC2uCBB46pZQi4GG85LujR8obt-KWRBICVQ"}',
      '{"k": "FdFYFzERwC2uCBB46pZQi4GG85LujR8obt-KWRBICVQ", "kty": "oct"}',
    ],
    silent: [
      '{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}',
      '{"kty":"oct","k":"the_shared_key_goes_here_in_base64url_1"}',
      '{"d": "M10 10h80v80h-80z", "kty": "path"}',
    ],
  },
};
