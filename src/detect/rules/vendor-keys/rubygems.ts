import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'rubygems',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'RubyGems key: publishes packages that others then run.',
  anatomy: 'rubygems_ and 48 hexadecimal digits',
  source: 'https://guides.rubygems.org/api-key-scopes/',
  home: ['rubygems.org'],
  match: [{ re: /(?<![A-Za-z0-9])rubygems_[0-9a-f]{48}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['rubygems_7b36acad2b08863b2b42c8754b38e416e90a9ec877539feb'],
    silent: ['rubygems_version', 'rubygems_000000000000000000000000000000000000000000000000'],
  },
};
