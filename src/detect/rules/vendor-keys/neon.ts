import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'neon',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Neon key: the databases of its owner.',
  anatomy: 'napi_ and 64 small letters and digits',
  source: 'https://neon.com/docs/manage/api-keys',
  home: ['console.neon.tech'],
  match: [{ re: /(?<![A-Za-z0-9_])napi_[a-z0-9]{64}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['NEON_API_KEY=napi_k6mx5ypy89u5cp14vfqgimdjnq52i8ydgqx810i2ofjljbow9c03r4uexd8ge1hd'],
    silent: ['napi_', 'napi_create_function'],
  },
};
