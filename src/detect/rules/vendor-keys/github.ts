import type { Rule } from '../../rule.js';
import { hasBase62Checksum } from '../../checks/crc32.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'github',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'GitHub token with a right checksum: reads and writes the repositories, packages and workflows of its owner.',
  anatomy:
    'gh, a kind (p personal, o OAuth, u user of an app, s server of an app, r refresh), _, 30 letters and digits, 6 of base 62 that are the CRC-32 of those 30',
  source: 'https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/',
  home: [
    'api.github.com',
    'github.com',
    '*.github.com',
    '*.githubcopilot.com',
    '*.githubusercontent.com',
    'ghcr.io',
    '*.ghe.com',
  ],
  match: [
    {
      re: /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36}(?![A-Za-z0-9])/,
      accept: ({ secret }) => hasBase62Checksum(secret),
    },
  ],
  examples: {
    fires: [
      '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',
      'https://oauth2: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@git.stranger.invalid/a.git',
      '{"token":"ghs_3hhU1edeYRZoXAvkudChTq8GNlKw0E2ex6X3"}',
    ],
    silent: [
      'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      'ghp_J3yVSuVbIBCxfQBRsELuA7FD6RYPv1nTDWj',
      'gh_pages_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    ],
  },
};
