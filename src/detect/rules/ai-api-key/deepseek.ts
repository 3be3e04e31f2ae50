import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'deepseek',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about:
    "DeepSeek, Moonshot or another provider with the same form key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'sk- and 32 hexadecimal digits',
  source: 'https://api-docs.deepseek.com/',
  home: ['api.deepseek.com', '*.deepseek.com'],
  match: [{ re: /(?<![A-Za-z0-9_-])sk-[0-9a-f]{32}(?![A-Za-z0-9_-])/ }],
  examples: {
    fires: ['sk-1be38cb8cb4ba2e751989a01749ddb14', 'DEEPSEEK_API_KEY=sk-f71010b93b7d946bf54074e3248c801b'],
    silent: ['sk-deadbeef', 'risk-0123456789abcdef0123456789abcdef'],
  },
};
