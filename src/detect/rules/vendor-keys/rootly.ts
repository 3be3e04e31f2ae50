import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'rootly',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Rootly token: incidents, and who is called for them.',
  anatomy: 'rootly_, 64 hexadecimal digits',
  source: 'https://docs.rootly.com/api-reference/overview',
  home: ['api.rootly.com'],
  match: [{ re: /(?<![A-Za-z0-9])rootly_[0-9a-f]{64}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['rootly_c81d13c4cadddad2d91479899aba9ffac02d57ad38a34f0d70da542ce40f3623'],
    silent: ['rootly_', 'rootly_incident'],
  },
};
