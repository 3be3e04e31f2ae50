import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'typeform',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Typeform token: reads the answers that people gave.',
  anatomy: 'tfp_ and 44 or more base64url characters',
  source: 'https://www.typeform.com/developers/get-started/personal-access-token/',
  home: ['api.typeform.com'],
  match: [{ re: /(?<![A-Za-z0-9])tfp_[\w=.-]{44,70}(?![\w=.-])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['tfp_kUIsxenZg5X5VXXSfPQzYjmUdWbP8QmPJQFFFPXSF2d9_kThBPnZoKf2ox9'], silent: ['tfp_id'] },
};
