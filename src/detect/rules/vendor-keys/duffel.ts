import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'duffel',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Duffel token: books flights.',
  anatomy: 'duffel_, live or test, _, 43 base64url characters',
  source: 'https://duffel.com/docs/api/overview/authentication',
  home: ['api.duffel.com'],
  match: [
    { re: /(?<![A-Za-z0-9])duffel_(?:test|live)_[\w=-]{43}(?![\w=-])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: { fires: ['duffel_live_kXfM9MDpbLx7moE0h_V19iBzOayfiamcwDWRnwN1bu9'], silent: ['duffel_test_'] },
};
