import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'supabase',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Supabase access token or secret key: the project with all its data, past row security.',
  anatomy: 'sbp_ and 40 hexadecimal digits; sb_secret_ and 31 or more base64url characters',
  source: 'https://supabase.com/docs/guides/api/api-keys',
  home: ['api.supabase.com', '*.supabase.co', '*.supabase.com'],
  match: [
    { re: /(?<![A-Za-z0-9])sbp_(?:v0_|oauth_)?[0-9a-f]{40}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])sb_secret_[\w-]{31,41}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: ['sbp_7dff240ecbddab4d47ef65bc9a89f33ab081dfd5', 'sb_secret_k4RxhF1Il40YmyfsVjC9AztrnvY21W9'],
    silent: ['sb_secret_key', 'sb_publishable_kOYOMoPs4yIJYWV56vpIqRfpXlYN_Z9'],
  },
};
