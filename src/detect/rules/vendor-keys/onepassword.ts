import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'onepassword',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: '1Password secret key or service account token: opens vaults.',
  anatomy: 'A3- and groups of capitals and digits; ops_eyJ and base64 of 250 or more',
  source: 'https://developer.1password.com/docs/service-accounts/',
  home: ['*.1password.com', '*.1password.eu', '*.1password.ca'],
  match: [
    {
      re: /(?<![A-Za-z0-9])A3-[A-Z0-9]{6}-[A-Z0-9]{6}-(?:[A-Z0-9]{5}-){3}[A-Z0-9]{5}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret) && hasDigitAndLetter(secret),
    },
    {
      re: /(?<![A-Za-z0-9])A3-[A-Z0-9]{6}-[A-Z0-9]{11}-(?:[A-Z0-9]{5}-){2}[A-Z0-9]{5}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret) && hasDigitAndLetter(secret),
    },
    {
      re: /(?<![A-Za-z0-9])ops_eyJ[\w+/=-]{250,}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret) && !/x{20}/.test(secret),
    },
  ],
  examples: {
    fires: [
      'A3-CMECO1-IW1LRQ-LZKCN-T974W-XJELV-YBHVB',
      'OP_SERVICE_ACCOUNT_TOKEN=ops_eyJtLQfPntKYKvInh31lXJVcKo7j3tlCYwW7UB4HkGNspBVENMlQoRwD0KLtSnyZ8ZsFfgDcglOU7rw9fVSuqmRWzCpNztrVnkW9E0scpgAdJeG7WYoZdarXwgJHTmujBHOh9lRCteNdRyiLwizv9CF7oLvU9X0t3yPL6vMn9AvNZwHXAaS9pkcWsxq5nhOYYugbD0fMY30H7eBU9S7B8DYaTI4AbX09ybRAz1cQ1XTvUowYsAawMFEn4I4YjZNOgHhCUjpXmkQbLcymFpu6LNsO26BFDxx7cAhVeqxIUWpNfnntk3PRC7r8603PYTvrgIObnoLWv4J8wJSUL9i9ZccHSUcCfA2L7lFzmDycREUzqrflD6Ygpoj7lr1Mc3hpHfv05ORVYI0XxcultPA',
    ],
    silent: ['A3-xXXXXX-XXXXXX-XXXXX-XXXXX-XXXXX-XXXXX', 'ops_eyJzaWduSW5B..[Redacted]', 'A3-297x420'],
  },
};
