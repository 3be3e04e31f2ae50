import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'openrouter',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "OpenRouter key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'sk-or-v1- and 64 hexadecimal digits',
  source: 'https://openrouter.ai/docs/api-reference/authentication',
  home: ['openrouter.ai', '*.openrouter.ai'],
  match: [{ re: /(?<![A-Za-z0-9])sk-or-v\d-[0-9a-f]{64}(?![0-9a-f])/ }],
  examples: {
    fires: [
      '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',
      'OPENROUTER_API_KEY=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',
    ],
    silent: ['sk-or-v1-', 'sk-or-v1-0b6cc60d5d32cbe54014c2b54b95523cf6941fa1'],
  },
};
