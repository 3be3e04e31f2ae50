import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'elevenlabs',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "ElevenLabs key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'sk_ and 48 hexadecimal digits',
  source: 'https://elevenlabs.io/docs/api-reference/authentication',
  home: ['api.elevenlabs.io', '*.elevenlabs.io'],
  match: [{ re: /(?<![A-Za-z0-9])sk_[0-9a-f]{48}(?![0-9a-f])/ }],
  examples: {
    fires: ['sk_b49c12a4b0062983475eb46c5296f62e338d74ff1fe4f7f5'],
    silent: ['sk_sp_05aef9eb', 'task_dd25b001a3ff416d4a3baf69dad8199bfca8b6f3a6a9421c'],
  },
};
