import type { Rule } from '../../rule.js';
import { isNkeySeed } from '../../checks/nkey.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'nats',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'NATS seed: the private half of a user, an account or an operator of a message system.',
  anatomy: 'NKEY SEED, seed or nkey, then S, a letter for whose it is, 56 letters of base32; a CRC-16 at its end',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth',
  match: [
    {
      re: /NKEY SEED-----(?:\\{0,2}[rn]|\s){1,4}(?<secret>S[A-Z2-7]{57})(?![A-Za-z0-9])/,
      accept: ({ secret }) => isNkeySeed(secret),
    },
    {
      re: /(?:seed|nkey)["']?\s?[:=]\s?["']?(?<secret>S[A-Z2-7]{57})(?![A-Za-z0-9])/i,
      accept: ({ secret }) => isNkeySeed(secret),
    },
  ],
  examples: {
    fires: [
      '-----BEGIN USER NKEY SEED-----\nSUAJ64CAQIOQJ7QTOKA5SU4OJ2S2EOYZOMHTU66UYEWETFELNJDH3YINL4\n------END USER NKEY SEED------',
      'seed: "SUAJ64CAQIOQJ7QTOKA5SU4OJ2S2EOYZOMHTU66UYEWETFELNJDH3YINL4"',
    ],
    silent: ['seed: SUAJ64CAQIOQJ7QTOKA5SU4OJ2S2EOYZOMHTU66UYEWETFELNJDH3YINLA', 'seed: 42'],
  },
};
