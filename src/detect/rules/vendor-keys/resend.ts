import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'resend',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: "Resend key: sends mail in the name of the owner's domains.",
  anatomy: 're_, 8 letters and digits, _, 24 more',
  source: 'https://resend.com/docs/dashboard/api-keys/introduction',
  home: ['api.resend.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9_])re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}(?![A-Za-z0-9_])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['RESEND_API_KEY=re_bwTKx8Eq_wtHmcOJEZqgygcmtbaLGsH7Z'],
    silent: ['re_', 're_compiled_pattern_of_the_regexp_cache'],
  },
};
