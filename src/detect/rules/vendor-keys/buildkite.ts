import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'buildkite',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Buildkite token: runs builds and reads their logs and secrets, or joins as an agent.',
  anatomy: 'bkua_ or bkat_, 40 hexadecimal digits',
  source: 'https://buildkite.com/docs/apis/managing-api-tokens',
  home: ['api.buildkite.com', 'graphql.buildkite.com', 'agent.buildkite.com'],
  match: [
    { re: /(?<![A-Za-z0-9])bk(?:ua|at)_[0-9a-f]{40}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
    // Of a cluster, and of a job.
    { re: /(?<![A-Za-z0-9])bk(?:ct|aj)_[\w-]{40,120}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: ['bkua_f4d4f7f3b2c9780175e3ff9918f2191616116c76', 'bkct_KALt2IB0z8VOx2d86bYVKnX5myJcpc1ZAplVAlo7zoe8jv45'],
    silent: ['bkua_', 'bkua_user'],
  },
};
