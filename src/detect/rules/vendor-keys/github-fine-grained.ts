import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'github-fine-grained',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'GitHub fine-grained personal access token: acts on the repositories that it was made for.',
  anatomy: 'github_pat_, 22 letters and digits, _, 59 letters and digits',
  source:
    'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github',
  home: ['api.github.com', 'github.com', '*.github.com', '*.githubcopilot.com', 'ghcr.io', '*.ghe.com'],
  match: [{ re: /(?<![A-Za-z0-9])github_pat_\w{82}(?!\w)/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['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'],
    silent: [
      'github_pat_short',
      'github_pat_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    ],
  },
};
