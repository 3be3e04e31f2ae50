import type { Rule } from '../../rule.js';
import { isForEverybody, isJwt } from '../../checks/jwt.js';

export const rule: Rule = {
  pattern: 'jwt',
  variant: 'jwt',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'high',
  group: 'jwt',
  about: 'A JSON Web Token outside of an authentication field: until it expires, whoever holds it is its owner.',
  anatomy:
    'a JSON header that names its algorithm and JSON claims in base64url (so both begin with eyJ, and claims without any are e30), then a signature, joined by dots',
  source: 'https://www.rfc-editor.org/rfc/rfc7519',
  // Which host a token is for stands only inside of it, so any authentication field over TLS is its home.
  home: ['**'],
  match: [
    {
      re: /(?<![A-Za-z0-9_-])eyJ[\w-]{10,200}\.[\w-]{3,}(?:\.[\w-]*)?/,
      window: 2_048,
      accept: ({ secret }) => isJwt(secret) && !isForEverybody(secret),
    },
  ],
  examples: {
    fires: [
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsImlhdCI6MTc5NTAwMDAwMH0.kvRPfjAhLhtRTczoRgctVGp7KY1QVH3UBZM-gM0x8ec',
      'session=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9',
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.kvRPfjAhLhtRTczoRgctVGp7KY1QVH3UBZM-gM0x8ec',
    ],
    silent: [
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
      'eyJub25lIjoibm9uZSJ9.eyJzdWIiOiJhbGljZSJ9.c2ln',
      'eyJhbasdGciOiJIUaddasdasfsasdasdzI1NiIasdsInR5cCI6IkpXVCasdJasd9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fw',
    ],
  },
};
