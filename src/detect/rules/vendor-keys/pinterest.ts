import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'pinterest',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Pinterest access token: reads and writes what its owner pins.',
  anatomy: 'pina_ and 64 or more capitals and digits',
  source: 'https://developers.pinterest.com/docs/getting-started/set-up-authentication-and-authorization/',
  home: ['api.pinterest.com'],
  match: [{ re: /(?<![A-Za-z0-9])pin[ar]_[A-Z0-9]{64,160}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['pina_FKWMLUTD3CYXXLGOCX3MVEXUDCACLWCD7KYTKGQ7EQ6JC5YGN6E5L6VRXI4Z74L3'],
    silent: ['pina_colada'],
  },
};
