import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'mailersend',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: "MailerSend key: sends mail in the name of the owner's domains.",
  anatomy: 'mlsn. and 64 hexadecimal digits',
  source: 'https://developers.mailersend.com/general.html#authentication',
  home: ['api.mailersend.com'],
  match: [{ re: /(?<![A-Za-z0-9])mlsn\.[0-9a-f]{64}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['mlsn.520914c40eef092879070b33cce9ba084996e02eacd8d60cf7c37768272e1069'],
    silent: ['mlsn.'],
  },
};
