import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'gitlab-session',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Session cookie of GitLab: whoever holds it is signed in as its owner.',
  anatomy: '_gitlab_session= and 32 hexadecimal digits',
  source: 'https://docs.gitlab.com/user/profile/#session-duration',
  home: ['gitlab.com', '*.gitlab.com'],
  match: [{ re: /_gitlab_session=[0-9a-z]{32}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['Cookie: _gitlab_session=56804a34b7ee839d96c9181bce15e24b'],
    silent: ['_gitlab_session=deleted'],
  },
};
