import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'cerebras',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "Cerebras key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'csk- and 48 lower-case letters and digits',
  source: 'https://inference-docs.cerebras.ai/quickstart',
  home: ['api.cerebras.ai', '*.cerebras.ai'],
  match: [{ re: /(?<![A-Za-z0-9])csk-[a-z0-9]{48}(?![A-Za-z0-9])/ }],
  examples: {
    fires: ['csk-o6s3bjqzap10oolh31uqg0pzkq143b07luay5gcq8nkm7wg3'],
    silent: ['csk-short'],
  },
};
