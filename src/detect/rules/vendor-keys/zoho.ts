import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'zoho',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Zoho OAuth token: mail, customers or books of an organisation, by its scope.',
  anatomy: '1000., 32 hexadecimal digits, ., 32 more',
  source: 'https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token.html',
  home: ['*.zoho.com', '*.zoho.eu', '*.zohoapis.com', '*.zohoapis.eu', '*.zoho.in', '*.zohoapis.in'],
  match: [
    {
      re: /(?<![A-Za-z0-9.])1000\.[0-9a-f]{32}\.[0-9a-f]{32}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['1000.badfa9dda161513ea5d87be473c18cb9.c38bbc3acb65862316574debf8b190af'],
    silent: ['1000.5', '1000.4c54f7ff870061c59b0bc2d3c92b1275'],
  },
};
