import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'settlemint',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'SettleMint token: acts on blockchain networks as its owner.',
  anatomy: 'sm_, pat, aat or sat, _, 16 letters and digits',
  source: 'https://console.settlemint.com/documentation/',
  home: ['*.settlemint.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])sm_(?:pat|aat|sat)_[A-Za-z0-9]{16}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: { fires: ['sm_pat_TNgkQP7k2kWGMOWj'], silent: ['sm_pat_short'] },
};
