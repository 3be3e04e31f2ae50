import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'nvidia',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "NVIDIA NIM key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'nvapi- and 64 base64url characters',
  source: 'https://docs.api.nvidia.com/nim/docs/api-quickstart',
  home: ['integrate.api.nvidia.com', '*.nvidia.com'],
  match: [{ re: /(?<![A-Za-z0-9])nvapi-[\w-]{64}(?![\w-])/ }],
  examples: {
    fires: ['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'],
    silent: ['nvapi-settings', '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'],
  },
};
