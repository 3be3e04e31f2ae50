import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'coralogix',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Coralogix key: sends logs to an account, or reads them.',
  anatomy: 'cxtp_, cxth_ or cxup_ and 30 letters and digits',
  source: 'https://coralogix.com/docs/user-guides/account-management/api-keys/api-keys/',
  home: ['*.coralogix.com'],
  match: [
    { re: /(?<![A-Za-z0-9])cx(?:tp|th|up)_[A-Za-z0-9]{30}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: { fires: ['cxtp_OdjyLVIxjXWm55DKaIbYzZLCyljG1w'], silent: ['cxtp_key'] },
};
