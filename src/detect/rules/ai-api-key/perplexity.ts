import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'perplexity',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "Perplexity key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'pplx- and 48 letters and digits',
  source: 'https://docs.perplexity.ai/getting-started/quickstart',
  home: ['api.perplexity.ai', '*.perplexity.ai'],
  match: [{ re: /(?<![A-Za-z0-9])pplx-[A-Za-z0-9]{40,56}(?![A-Za-z0-9])/ }],
  examples: {
    fires: [
      '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',
      "PERPLEXITY_TOKEN=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'",
    ],
    silent: ['pplx-7b-online', 'pplx-70b-chat-alpha-instruct-model'],
  },
};
