import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'plaid',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Plaid access token: reads a bank account.',
  anatomy: 'access, the environment, and a UUID, with dashes',
  source: 'https://plaid.com/docs/api/items/',
  home: ['*.plaid.com'],
  match: [
    { re: /(?<![A-Za-z0-9-])access-(?:production|development)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/ },
  ],
  examples: {
    fires: ['access-production-de7225be-6c3b-f6ba-f915-e48f914109fb'],
    silent: ['access-production-', 'access-production-cluster'],
  },
};
