import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'langsmith',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'ai',
  about: "LangSmith key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'lsv2_, pt (personal) or sk (service), 32 and 10 hexadecimal digits',
  source:
    'https://docs.smith.langchain.com/administration/how_to_guides/organization_management/create_account_api_key',
  home: ['api.smith.langchain.com', '*.langchain.com'],
  match: [{ re: /(?<![A-Za-z0-9])lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}(?![0-9a-f])/ }],
  examples: {
    fires: ['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'],
    silent: ['lsv2_pt_short'],
  },
};
