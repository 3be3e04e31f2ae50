import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'openai',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "OpenAI key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy:
    'sk-, optionally a kind (proj, svcacct, admin), base64url; T3BlbkFJ, which is "OpenAI" in base64, stands in the middle',
  source: 'https://platform.openai.com/docs/api-reference/authentication',
  home: ['api.openai.com', '*.openai.com', '*.openai.azure.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])sk-(?:proj|svcacct|admin|None|service)-[\w-]{20,220}/,
      accept: ({ secret }) => isVaried(secret),
    },
    { re: /(?<![A-Za-z0-9])sk-[\w-]+T3BlbkFJ[\w-]{20}/ },
    { re: /(?<![A-Za-z0-9])sk-[A-Za-z0-9]{48}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      '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',
      'OPENAI_API_KEY=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',
      'Your key is sk-proj-tOofL9H2WjQ5TY4MyWuUFjsU',
    ],
    silent: [
      'OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      'sk-proj-xxxxxxxxxxxxxxxxxxxxxxxx',
      'sk-proj-short',
      'task-proj-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      '.sk-fading-circle .sk-circle12:before',
    ],
  },
};
