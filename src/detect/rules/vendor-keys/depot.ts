import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'depot',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Depot token: builds images in the name of a project or an organisation, and takes its caches.',
  anatomy: 'depot_project_ or depot_org_ and 64 hexadecimal digits',
  source: 'https://depot.dev/docs/cli/authentication',
  home: ['api.depot.dev', '*.depot.dev'],
  match: [
    {
      re: /(?<![A-Za-z0-9])depot_(?:project|org)_[0-9a-f]{64}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['depot_project_d4654c340b67c01ffff3195f80135f3b92c07423fb388dfa93ee3419300aed2e'],
    silent: ['depot_project_id'],
  },
};
