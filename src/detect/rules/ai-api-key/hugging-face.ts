import type { Rule } from '../../rule.js';
import { hasMixedCase, looksRandom } from '../../checks/randomness.js';
import { isWordy } from '../../checks/words.js';

/** Most have letters only, and capitals in the midst of them; with digits they look random. */
const isToken = (random: string): boolean =>
  /\d/.test(random) ? looksRandom(random) && !isWordy(random) : hasMixedCase(random);

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'hugging-face',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "Hugging Face key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'hf_ (users) or api_org_ (organisations) and 34 letters, seldom digits among them',
  source: 'https://huggingface.co/docs/hub/security-tokens',
  home: ['huggingface.co', '*.huggingface.co', 'hf.co', '*.hf.co', '*.endpoints.huggingface.cloud'],
  match: [
    {
      re: /(?<![A-Za-z0-9_])(?:hf|api_org)_[A-Za-z0-9]{34}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isToken(secret.slice(secret.lastIndexOf('_') + 1)),
    },
  ],
  examples: {
    fires: [
      'hf_mKBgtA5X3M8W0WZHs0L7JAI474wHMQBsw4',
      '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',
      'HF_TOKEN=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',
      "use_auth_token='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')",
    ],
    silent: [
      'hf_generatedByHomeAppForDebuggingKey2',
      'hf_0f3a9c0e5d1b48264fe2a6c8b07d915e12',
      'hf_generatedByHomeAppForDebuggingPurposesKey',
      'hf_hub_download',
      '_api_org_96726c78_4ae3_402f_b08b_7a78c6903d2a',
    ],
  },
};
