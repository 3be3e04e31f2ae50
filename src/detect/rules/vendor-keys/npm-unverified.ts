import type { Rule } from '../../rule.js';
import { hasBase62Checksum } from '../../checks/crc32.js';
import { hasDigitAndLetter, isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'npm-unverified',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'low',
  group: 'vendor-keys',
  about: 'Text in the form of an npm token whose checksum is wrong: made up or damaged, worth a look.',
  anatomy: 'as an npm token, but the last six characters are not the CRC-32 of the others',
  source: 'https://docs.npmjs.com/about-access-tokens',
  home: ['registry.npmjs.org', '*.npmjs.org', '*.npmjs.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret) && hasDigitAndLetter(secret) && !hasBase62Checksum(secret),
    },
  ],
  examples: {
    fires: ['npm_hzqfc4bsthfcuwp8s02xpbu5ca0m76epbucj'],
    silent: ['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', 'npm_package_dependencies_something_or'],
  },
};
