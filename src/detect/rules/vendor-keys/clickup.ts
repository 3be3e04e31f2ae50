import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'clickup',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'ClickUp personal token: every task and document of its owner.',
  anatomy: "pk_, the user's number, _, 32 capitals and digits",
  source: 'https://developer.clickup.com/docs/authentication',
  home: ['api.clickup.com'],
  match: [{ re: /(?<![A-Za-z0-9])pk_\d{5,10}_[A-Z0-9]{32}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['pk_4821973_S565XOJ3R1RR29B3TFP5P7557DNTBT03'],
    silent: ['pk_1234567_', 'pk_live_3TvpoaZvViPRjfgdsOncy62K'],
  },
};
