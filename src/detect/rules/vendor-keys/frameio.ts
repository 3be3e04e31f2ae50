import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'frameio',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Frame.io token: reads and changes the videos of its owner.',
  anatomy: 'fio-u- and 64 base64url characters',
  source: 'https://developer.frame.io/docs/getting-started/authentication',
  home: ['api.frame.io'],
  match: [{ re: /(?<![A-Za-z0-9])fio-u-[\w=-]{64}(?![\w=-])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['fio-u-kEiJNUjI18nZtCiSh4pbh2EkBHGRKBW2vkUfYhmQXk1p-KkepR9A_YxxWMsmvcn9'], silent: ['fio-u-'] },
};
