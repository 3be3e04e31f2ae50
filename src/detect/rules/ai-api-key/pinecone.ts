import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'pinecone',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'ai',
  about: "Pinecone key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'pcsk_, an identifier, 63 letters and digits',
  source: 'https://docs.pinecone.io/guides/projects/manage-api-keys',
  home: ['api.pinecone.io', '*.pinecone.io'],
  match: [{ re: /(?<![A-Za-z0-9])pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{63}(?![A-Za-z0-9])/ }],
  examples: {
    fires: ['pcsk_eCvu0o_EhOxjvoVdlTCJ4jC3jrAApjbrK1svZkqFguD5EhjGdO5YQ7nJE1shqWmxBqp7pg'],
    silent: ['pcsk_short'],
  },
};
