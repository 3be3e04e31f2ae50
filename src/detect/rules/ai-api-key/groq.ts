import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'groq',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "Groq key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'gsk_ and 52 letters and digits',
  source: 'https://console.groq.com/docs/quickstart',
  home: ['api.groq.com', '*.groq.com'],
  match: [{ re: /(?<![A-Za-z0-9])gsk_[A-Za-z0-9]{52}(?![A-Za-z0-9])/ }],
  examples: {
    fires: [
      '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',
      'GROQ_API_KEY: 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',
    ],
    silent: ['gsk_abc123', 'wordgsk_qHOBSWhgetH8LmyqoYMaaItDr9uP14pEHpJpb9ATPtdbmF4RPAfq'],
  },
};
