import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'pganalyze',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'pganalyze key: statistics and statements of production databases.',
  anatomy: 'pgar_ or pgaw_, 27 letters and digits',
  source: 'https://pganalyze.com/docs/api',
  home: ['app.pganalyze.com', 'api.pganalyze.com'],
  match: [{ re: /(?<![A-Za-z0-9])pga[rw]_[A-Za-z0-9]{27}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['pgar_1P3q0QvplGLkObq9eRDtILwIWvr'], silent: ['pgar_'] },
};
