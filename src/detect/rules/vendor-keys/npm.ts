import type { Rule } from '../../rule.js';
import { hasBase62Checksum } from '../../checks/crc32.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'npm',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'npm token with a right checksum: publishes packages that others then run.',
  anatomy: 'npm_, 30 letters and digits, 6 of base 62 that are the CRC-32 of those 30',
  source: 'https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/',
  home: ['registry.npmjs.org', '*.npmjs.org', '*.npmjs.com'],
  match: [
    { re: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/, accept: ({ secret }) => hasBase62Checksum(secret) },
  ],
  examples: {
    fires: [
      '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',
      '//registry.npmjs.org/:_authToken=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',
    ],
    silent: ['npm_config_registry', 'npm_lifecycle_event', 'npm_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
  },
};
