import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'replicate',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "Replicate key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'r8_ and 37 letters and digits',
  source: 'https://replicate.com/docs/topics/security/api-tokens',
  home: ['api.replicate.com', '*.replicate.com'],
  match: [{ re: /(?<![A-Za-z0-9])r8_[A-Za-z0-9]{37}(?![A-Za-z0-9])/ }],
  examples: {
    fires: ['r8_ZCGGQccOif7UuXUGfdWG5yP8Yib2eNUS0hmi4', 'REPLICATE_API_TOKEN=r8_Fs9Z6YkRYU7oe1wNWqku5Nr50DjqG96EnLqNG'],
    silent: ['r8_internal_format', 'r8_puxcmlzkO7rRu5ykYYqh'],
  },
};
