import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'maxmind',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'high',
  group: 'vendor-keys',
  about: "MaxMind licence key: downloads at its owner's cost.",
  anatomy: '6 letters and digits, _, 29 letters and digits, _mmk',
  source: 'https://dev.maxmind.com/license-key/',
  home: ['*.maxmind.com'],
  homeInUrl: true,
  match: [
    {
      re: /(?<![A-Za-z0-9])[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: { fires: ['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'], silent: ['a_mmk'] },
};
