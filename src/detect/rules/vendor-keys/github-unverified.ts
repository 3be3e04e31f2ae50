import type { Rule } from '../../rule.js';
import { hasBase62Checksum } from '../../checks/crc32.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'github-unverified',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'low',
  group: 'vendor-keys',
  about: 'Text in the form of a GitHub token whose checksum is wrong: an old, revoked or made-up one, worth a look.',
  anatomy:
    'as a GitHub token, but the last six characters are not the CRC-32 of the others; also installation tokens of other lengths',
  source: 'https://github.blog/changelog/2021-03-31-authentication-token-format-updates-are-generally-available/',
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
      re: /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36,}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret) && !hasBase62Checksum(secret),
    },
    { re: /(?<![A-Za-z0-9])ghs_\d{1,12}_eyJ[\w.-]{40,}/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: ['ghp_stxqmq36zpq2u0lvmnglkdzqbp0mm8tpzn6v'],
    silent: ['ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', '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'],
  },
};
