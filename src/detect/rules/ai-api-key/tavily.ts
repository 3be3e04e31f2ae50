import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'tavily',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'ai',
  about: "Tavily key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'tvly-, optionally dev-, and 32 letters and digits',
  source: 'https://docs.tavily.com/documentation/quickstart',
  home: ['api.tavily.com', '*.tavily.com'],
  homeInBody: true,
  match: [{ re: /(?<![A-Za-z0-9])tvly-(?:dev-|prod-)?[A-Za-z0-9]{32}(?![A-Za-z0-9])/ }],
  examples: {
    fires: ['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', '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'],
    silent: ['tvly-python'],
  },
};
