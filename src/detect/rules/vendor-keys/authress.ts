import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'authress',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Authress service client key: decides in the name of an application who may do what.',
  anatomy: 'sc_, ext_ or scauth_, a client, a dot, a key, .acc_ or .acc-, an account, a dot, the key itself in base64',
  source: 'https://authress.io/knowledge-base/docs/authorization/service-clients',
  home: ['*.authress.io'],
  match: [
    {
      re: /(?<![A-Za-z0-9])(?:sc|ext|scauth|authress)_[A-Za-z0-9]+\.[A-Za-z0-9]{4,6}\.acc[_-][A-Za-z0-9-]+\.[A-Za-z0-9+/_=-]{30,}/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['sc_j9sxu38l47.ndktz.acc_aufa01hg1w9o.xasCsrTblvEW5gCUFlHd7gv74C09qpcDH12zEb41'],
    silent: ['sc_client.key.acc_short.x', 'ext_module.load.acc'],
  },
};
