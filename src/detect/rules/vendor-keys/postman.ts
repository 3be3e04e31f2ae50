import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'postman',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Postman key: reads collections and the secrets in their environments.',
  anatomy: 'PMAK- or PMAT-, 24 hexadecimal digits, -, 34 hexadecimal digits',
  source: 'https://learning.postman.com/docs/developer/postman-api/authentication/',
  home: ['api.getpostman.com', '*.postman.com'],
  match: [
    { re: /(?<![A-Za-z0-9])PMAK-[0-9a-f]{24}-[0-9a-f]{34}(?![A-Za-z0-9])/i, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])PMAT-[0-9A-Z]{26}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: { fires: ['PMAK-289b37682ac1eba2afd07261-3168255e3e7f93c5feb607a2c9a36d7a20'], silent: ['PMAK-'] },
};
