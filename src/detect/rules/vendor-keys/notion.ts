import type { Rule } from '../../rule.js';
import { isVaried, looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'notion',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Notion token: reads and changes the pages that it was given.',
  anatomy: 'ntn_ and digits and letters, 50 in all; older ones secret_ and 43',
  source: 'https://developers.notion.com/reference/authentication',
  home: ['api.notion.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])ntn_[0-9]{9,12}[A-Za-z0-9]{34,38}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
    { re: /(?<![A-Za-z0-9])secret_[A-Za-z0-9]{43}(?![A-Za-z0-9])/, accept: ({ secret }) => looksRandom(secret) },
  ],
  examples: {
    fires: ['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', 'secret_c4qBbK9QgWGNE4zIzBRLZVJWIjdWAZ7AR2bkJbtstYK'],
    silent: ['secret_key_base', 'ntn_short'],
  },
};
