import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'jina',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'ai',
  about: "Jina AI key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'jina_, 32 hexadecimal digits, 28 base64url characters',
  source: 'https://jina.ai/api-dashboard',
  home: ['api.jina.ai', 'r.jina.ai', 's.jina.ai', '*.jina.ai'],
  match: [{ re: /(?<![A-Za-z0-9])jina_[0-9a-f]{32}[\w-]{28}(?![\w-])/ }],
  examples: {
    fires: ['jina_518b1018f134a069e3fab8c3bfc5e740DT6mZck71oe7N3x4ViXC9g77y1bO'],
    silent: ['jina_embeddings_v3'],
  },
};
