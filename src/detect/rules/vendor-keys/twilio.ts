import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'twilio',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: "Twilio API key: sends messages and makes calls at its owner's cost.",
  anatomy: 'SK and 32 hexadecimal digits',
  source: 'https://www.twilio.com/docs/iam/api-keys',
  home: ['api.twilio.com', '*.twilio.com'],
  match: [{ re: /(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['SKc4e243ea6d6f61ff7595b8c5cabad92b'],
    silent: ['SKU0011223344', 'TASK_40908addbe4cb18d6ef51d675bede098'],
  },
};
