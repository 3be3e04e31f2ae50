import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'honeycomb',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Honeycomb key: sends events in the name of its team, or manages what the team keeps.',
  anatomy: 'hc, where it holds, ik_ for events or mk_ for management, 01 and 58 or more small letters and digits',
  source: 'https://docs.honeycomb.io/configure/environments/manage-api-keys/',
  home: ['api.honeycomb.io', '*.honeycomb.io'],
  match: [
    { re: /(?<![A-Za-z0-9])hc[abx-z][im]k_01[a-z0-9]{24,58}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: ['hcaik_01gr29hw7dz7po4ziyacd5cw1hq65d4gjt7fb5w0ad4jbapf3hy4gipqnfkk'],
    silent: ['hcaik_', 'hcaik_01aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
  },
};
