import type { Rule } from '../../rule.js';
import { entropyOf, isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'sourcegraph',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Sourcegraph access token: reads all code that its owner may.',
  anatomy:
    'sgp_, optionally an instance (16 hexadecimal digits or "local"), 40 hexadecimal digits; sgd_ for dotcom, slk_ for licences',
  source: 'https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token',
  home: ['sourcegraph.com', '*.sourcegraph.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])sgp_(?:(?:local|[0-9a-fA-F]{16})_)?[0-9a-fA-F]{40}(?![A-Za-z0-9])/,
      accept: ({ secret }) => entropyOf(secret) >= 3,
    },
    { re: /(?<![A-Za-z0-9])slk_[0-9a-f]{64}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      'sgp_f528e10d40500961f9711c2225c323ca7a366f7f',
      'sgp_local_8071b39b1d6d91d778df2be848f77dc36d3a552e',
      'sgp_442c961ac4edb2d8_e8fbe8a115f02c47559ef560e436a0a35f6ba4fa',
    ],
    silent: ['sgp_local_short', 'sgp_5555555555555555555555555555555555555555'],
  },
};
