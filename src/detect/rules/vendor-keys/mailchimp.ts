import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'mailchimp',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Mailchimp key: reads and mails an audience.',
  anatomy: '32 hexadecimal digits, -us and a data centre',
  source: 'https://mailchimp.com/developer/marketing/guides/quick-start/',
  home: ['*.api.mailchimp.com', '*.mailchimp.com', 'mandrillapp.com'],
  homeInBody: true,
  match: [{ re: /(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['89348ea10039e5e825484ac40819bc61-us7'], silent: ['7baf3886-us7', 'en-us12'] },
};
