import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'digitalocean',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'DigitalOcean token: everything in the account.',
  anatomy: 'dop, doo or dor (personal, OAuth, refresh), _v1_, 64 hexadecimal digits',
  source: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
  home: ['api.digitalocean.com', '*.digitalocean.com'],
  match: [{ re: /(?<![A-Za-z0-9])do[opr]_v1_[0-9a-f]{64}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: [
      'dop_v1_013d97eec5ce73824929f30327b198208c256e49fdce0799bd2b8c4b2b8b4ff1',
      'doo_v1_905106ddfa4df74aefe3cb857a58ba8d254833dc8340ff2d274512c11fbf200e',
    ],
    silent: ['dop_v1_'],
  },
};
