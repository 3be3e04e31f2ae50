import type { Rule } from '../../rule.js';
import { isVaried, looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'square',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Square token or secret: takes payments and reads customers.',
  anatomy: 'sq0atp-, sq0csp- or sq0idp- and 22 to 43 base64url characters; EAAA and 32 or 60',
  source: 'https://developer.squareup.com/docs/build-basics/access-tokens',
  home: ['connect.squareup.com', '*.squareup.com'],
  match: [
    { re: /(?<![A-Za-z0-9])sq0(?:atp|csp)-[\w\\-]{22,43}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])EAAA[\w-]{22,60}(?![\w-])/, accept: ({ secret }) => looksRandom(secret) },
  ],
  examples: {
    fires: [
      'sq0atp-keGKmCWzSs8U3_ilZfnCL9',
      'sq0csp-kzruSbiWvoAxtGzc8gPibyYHHRwaO606RzkC8baxcp9',
      'EAAAkJluaJ0VvPok7zsGguMTZ9niEhl-hz5nWwdG5eQtEP04U1OaNPyqaqM6F3F9',
    ],
    silent: ['sq0atp-', 'sha256:eaaa6ee8ab435663f756515b646c4bfb4b317cb338ea901fcf4a17a285abcb3b'],
  },
};
