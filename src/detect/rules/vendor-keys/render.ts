import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'render',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Render key: deploys and reads the services of its owner, their variables among them.',
  anatomy: 'rnd_ and 28 to 40 letters and digits',
  source: 'https://render.com/docs/api#1-create-an-api-key',
  home: ['api.render.com'],
  match: [{ re: /(?<![A-Za-z0-9_])rnd_[A-Za-z0-9]{28,40}(?![A-Za-z0-9_])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['rnd_wqhc9jXmaoq3GqlpnMR6vsUW5xcJ'],
    silent: ['rnd_seed', 'rnd_xxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
  },
};
