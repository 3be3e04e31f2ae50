import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'trello',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Trello token: reads and changes boards as its owner.',
  anatomy: 'ATTA, 64 hexadecimal digits, 8 of a checksum',
  source: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/',
  home: ['api.trello.com', 'trello.com'],
  homeInUrl: true,
  match: [
    { re: /(?<![A-Za-z0-9])ATTA[0-9a-f]{64}[0-9A-F]{8}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: ['ATTAda18facc816cce1a5cb2dd6f812f911d0175a88a9b6e6476f36764b21516793623AEDC99'],
    silent: ['ATTACHMENT'],
  },
};
