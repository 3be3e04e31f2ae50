import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'klaviyo',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Klaviyo private key: reads who is on the mailing lists of a shop, and writes to them.',
  anatomy: 'pk_, perhaps an account and _, 34 hexadecimal digits; public keys have six characters',
  source: 'https://developers.klaviyo.com/en/docs/authenticate_',
  home: ['a.klaviyo.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9_])pk_(?:[A-Za-z0-9]{6}_)?[0-9a-f]{34}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['pk_6bef73fecde3b53f79a8afba701070d26d', 'pk_Xy3kQz_7f79a73aff5cfd4501150bf8e28d3e14be'],
    silent: ['pk_live_93LGwK7j6RwS77HsX91hQAKS', 'pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
  },
};
