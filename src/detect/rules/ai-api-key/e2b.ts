import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'e2b',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: 'E2B key: runs code in sandboxes of the owner.',
  anatomy: 'e2b_ and 40 hexadecimal digits',
  source: 'https://e2b.dev/docs/api-key',
  home: ['*.e2b.dev', '*.e2b.app'],
  match: [{ re: /(?<![A-Za-z0-9])e2b_[0-9a-f]{40}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['E2B_API_KEY=e2b_6f9833288305d32df5ce9fedd38fc7ef24f8e0cd'],
    silent: ['e2b_', 'e2b_sandbox_template'],
  },
};
