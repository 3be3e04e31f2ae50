import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'scalingo',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Scalingo token: all apps of its owner.',
  anatomy: 'tk-us- and 48 base64url characters',
  source: 'https://developers.scalingo.com/tokens',
  home: ['*.scalingo.com'],
  match: [{ re: /(?<![A-Za-z0-9])tk-us-[\w-]{48}(?![\w-])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['tk-us-kDKmxFope7GwnRYE_yOKP9hLlJX01-g2DFNu1yxsU_CCepj9'], silent: ['tk-us-'] },
};
