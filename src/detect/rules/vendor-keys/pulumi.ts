import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'pulumi',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Pulumi token: plans and applies infrastructure.',
  anatomy: 'pul- and 40 hexadecimal digits',
  source: 'https://www.pulumi.com/docs/administration/access-identity/access-tokens/',
  home: ['api.pulumi.com'],
  match: [{ re: /(?<![A-Za-z0-9])pul-[0-9a-f]{40}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['pul-e8c09510ec61073bbbd89c59a5597ebc3f533c50'],
    silent: ['pul-short', 'vipul-83fd5bdf87103de160d9f14d4780f3c1e9f2ba474c14638c4ecf3fcf8c1cbd23'],
  },
};
