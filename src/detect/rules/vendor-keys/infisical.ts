import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'infisical',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Infisical service token: reads the secrets of a project.',
  anatomy: 'st., 24 hexadecimal digits, and two times a dot and 32 of them',
  source: 'https://infisical.com/docs/documentation/platform/token',
  home: ['app.infisical.com', '*.infisical.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])st\.[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['st.1e4fc2d031c41885221c25f6.aaf76fdc6c369aad6b68b75b48e99f73.f289509dddc3ebffc5ccd8099ee02cab'],
    silent: [
      'st.example',
      'st.000000000000000000000000.00000000000000000000000000000000.00000000000000000000000000000000',
    ],
  },
};
