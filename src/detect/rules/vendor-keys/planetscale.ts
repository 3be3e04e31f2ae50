import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'planetscale',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'PlanetScale password or token: the database.',
  anatomy: 'pscale_, pw, tkn, oauth or otkn, _, 32 to 64 base64url characters',
  source: 'https://planetscale.com/docs/reference/service-tokens',
  home: ['api.planetscale.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])pscale_(?:pw|tkn|oauth|otkn)_[\w=.-]{32,64}(?![\w=.-])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'pscale_pw_k8KwtL_koV5SFvFvodYafr6U6weJFkkwTg8J7vvrGK9',
      'pscale_tkn_kbFL-_UX--kqt4r0H218cb08CfifE-PhZQ00pd2vEV9',
    ],
    silent: ['pscale_pw_short'],
  },
};
