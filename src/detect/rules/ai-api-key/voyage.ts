import type { Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'voyage',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'ai',
  about: "Voyage AI key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'pa- and 43 base64url characters',
  source: 'https://docs.voyageai.com/docs/api-key-and-installation',
  home: ['api.voyageai.com', '*.voyageai.com'],
  match: [{ re: /(?<![A-Za-z0-9-])pa-[\w-]{43}(?![\w-])/, accept: ({ secret }) => looksRandom(secret.slice(3)) }],
  examples: {
    fires: ['pa-Jx3TDF8265e3MOz7hT9f_9ZquKoPf96QGzlC2kx9pUo'],
    silent: ['spa-treatments-and-wellness-in-the-mountains-ab', 'pa-a-very-long-but-entirely-ordinary-css-class12'],
  },
};
