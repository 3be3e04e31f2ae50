import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'alchemy',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: "Alchemy access key: its owner's nodes and their settings.",
  anatomy: 'alcht_, 30 letters and digits',
  source: 'https://www.alchemy.com/docs/reference/api-overview',
  home: ['*.alchemy.com', '*.alchemyapi.io'],
  match: [{ re: /(?<![A-Za-z0-9])alcht_[A-Za-z0-9]{30}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['alcht_HNPZDj004bFx0pOGHg9TBsg3uhZQzs'], silent: ['alcht_'] },
};
