import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'llamaindex',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'ai',
  about: "LlamaCloud key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'llx- and 48 letters and digits',
  source: 'https://docs.cloud.llamaindex.ai/api_key',
  home: ['api.cloud.llamaindex.ai', '*.llamaindex.ai'],
  match: [{ re: /(?<![A-Za-z0-9])llx-[A-Za-z0-9]{48}(?![A-Za-z0-9])/ }],
  examples: {
    fires: ['llx-ysA5kd1UsjObCZGvGiCaY18HslxBc6AnrKli1lHXoTlmMf1f'],
    silent: ['llx-parse'],
  },
};
