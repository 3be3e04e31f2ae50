import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'dynatrace',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Dynatrace token: reads and writes what is measured.',
  anatomy: 'dt0, c or s, two digits, a dot, 24 and a dot, 64 of A-Z and 2-7',
  source:
    'https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens',
  home: ['*.dynatrace.com', '*.dynatracelabs.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])dt0[a-z]\d\d\.[A-Z0-9]{8,24}\.[A-Z0-9]{64}(?![A-Za-z0-9])/i,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['dt0c01.IXO43XF1ZH1AZ3FJZIF8VK8M.EB0W4K35PX296K7Z78Q4KN980H4YZE2AAMMKZD7QS4IBW1FND59GA0018EYC1ZYH'],
    silent: ['dt0c01.short'],
  },
};
