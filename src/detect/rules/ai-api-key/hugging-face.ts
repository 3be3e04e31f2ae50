import type { Rule } from '../../rule.js';
import { hasMixedCase } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'hugging-face',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "Hugging Face key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'hf_ (users) or api_org_ (organisations) and 34 letters',
  source: 'https://huggingface.co/docs/hub/security-tokens',
  home: ['huggingface.co', '*.huggingface.co', 'hf.co', '*.hf.co', '*.endpoints.huggingface.cloud'],
  match: [
    {
      re: /(?<![A-Za-z0-9_])(?:hf|api_org)_[A-Za-z]{34}(?![A-Za-z0-9])/,
      accept: ({ secret }) => hasMixedCase(secret.slice(secret.lastIndexOf('_'))),
    },
  ],
  examples: {
    fires: [
      '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',
      'HF_TOKEN=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',
      "use_auth_token='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')",
    ],
    silent: [
      'hf_generatedByHomeAppForDebuggingPurposesKey',
      'hf_hub_download',
      '_api_org_96726c78_4ae3_402f_b08b_7a78c6903d2a',
    ],
  },
};
