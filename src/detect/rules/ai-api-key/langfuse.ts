import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'langfuse',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'ai',
  about: "Langfuse secret key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'sk-lf- and a UUID',
  source: 'https://langfuse.com/docs/get-started',
  home: ['cloud.langfuse.com', '*.langfuse.com'],
  match: [{ re: /(?<![A-Za-z0-9])sk-lf-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/ }],
  examples: {
    fires: ['sk-lf-0c4fd32f-640d-0032-634f-087e51b429fe'],
    silent: ['pk-lf-8110102c-995f-1abe-f543-b5dfce8a981a', 'sk-lf-'],
  },
};
