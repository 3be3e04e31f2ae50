import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'cursor',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'ai',
  about: "Cursor key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'key_ or crsr_ and 64 hexadecimal digits',
  source: 'https://docs.cursor.com/en/background-agent/api/overview',
  home: ['api.cursor.com', '*.cursor.com', '*.cursor.sh'],
  match: [{ re: /(?<![A-Za-z0-9])(?:key|crsr)_[0-9a-f]{64}(?![0-9a-f])/ }],
  examples: {
    fires: [
      'key_f856469602d1ba9f20df4875b15b0be23b7ac193fe04072755398003680e7e3b',
      'crsr_35183ef8333c4774ec50cd1c1bac7adac1a4b7d0b352ad6074dce1118813830d',
    ],
    silent: ['api_key_hash', 'monkey_71939b53182e4e349d98729e7c6be9ff907a76cc0b57aaf89691052be1ceb374'],
  },
};
