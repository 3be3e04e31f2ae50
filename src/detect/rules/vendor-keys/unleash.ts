import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'unleash',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Unleash token: reads which features are on, or switches them.',
  anatomy: 'a project or *, a colon, an environment, a dot, 56 hexadecimal digits',
  source: 'https://docs.getunleash.io/concepts/api-tokens-and-client-keys',
  home: ['*.getunleash.io', '*.unleash-hosted.com'],
  match: [
    {
      re: /[\w*\]-]:(?:dev|development|prod|production|staging|test|\*)\.[0-9a-f]{56}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'default:production.ccc06616cd334b459e42220d8c947e0dedc8b137913993ed6da209da',
      '*:*.99098b260ff3ac1c97570cf1dcb92107c907cbeac0ddd60132f96aa8',
    ],
    silent: ['sha224:file.00000000000000000000000000000000000000000000000000000000'],
  },
};
