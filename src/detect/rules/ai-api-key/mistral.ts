import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isChecksum } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'mistral',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "Mistral AI key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: '32 letters and digits without a prefix, so its name has to stand before it',
  source: 'https://docs.mistral.ai/getting-started/quickstart',
  home: ['api.mistral.ai', '*.mistral.ai'],
  match: [
    {
      re: /mistral[\w .-]{0,20}["']?\s{0,3}[:=]>?\s{0,3}["']?(?<secret>[A-Za-z0-9]{32})(?![A-Za-z0-9])/i,
      // Of a model's file: `mistral-7b.gguf: 0a1b...`
      accept: ({ secret }) => hasDigitAndLetter(secret) && !isChecksum(secret),
    },
  ],
  examples: {
    fires: ['MISTRAL_API_KEY=oQB7xoFcSvTAxRzmaZsV2GenFmtX0moD', '"mistral_key": "oqW4sg8NFNl5oFA6Qd8Mj7zdnbMjAdTd"'],
    silent: [
      'mistral-large-latest: 128k context',
      'mistral-7b.gguf md5: 9e107d9d372bb6826bd81d3542a419d6',
      'MISTRAL_API_KEY=$MISTRAL_API_KEY',
    ],
  },
};
