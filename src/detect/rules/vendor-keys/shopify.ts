import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'shopify',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Shopify token: a shop with its customers and orders.',
  anatomy:
    'shp, a kind (at access, ca custom app, pa private app, ss shared secret, tka, ua), _, 32 hexadecimal digits',
  source: 'https://shopify.dev/docs/apps/build/authentication-authorization',
  home: ['*.myshopify.com', '*.shopify.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])shp(?:at|ca|pa|ss|tka|ua)_[0-9a-fA-F]{32}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['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', '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'],
    silent: ['shpat_short'],
  },
};
