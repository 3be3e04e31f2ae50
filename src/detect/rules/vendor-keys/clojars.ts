import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'clojars',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Clojars deploy token: publishes packages that others then run.',
  anatomy: 'CLOJARS_ and 60 hexadecimal or base-36 digits',
  source: 'https://github.com/clojars/clojars-web/wiki/Deploy-Tokens',
  home: ['clojars.org', '*.clojars.org'],
  match: [{ re: /(?<![A-Za-z0-9])CLOJARS_[a-z0-9]{60}(?![A-Za-z0-9])/i, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['CLOJARS_635290ce0de2b5c5e74fb996f5134ed623f0e0fb2841106172dcd03401db'],
    silent: ['CLOJARS_USERNAME'],
  },
};
