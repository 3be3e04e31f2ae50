import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'circleci',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'CircleCI token: reads source and secrets of projects and starts what they deploy.',
  anatomy: 'CCIPAT_ or CCIPRJ_, 22 letters and digits, _, 40 hexadecimal digits',
  source: 'https://circleci.com/docs/managing-api-tokens/',
  home: ['circleci.com', '*.circleci.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])CCIP(?:AT|RJ)_[A-Za-z0-9]{20,24}_[0-9a-f]{40}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['CCIPAT_6eEfujfoRnxa6wHW35PBbn_6548bbcded8077efcfe3fb2c3ea9359680cbf9a0'],
    silent: ['CCIPAT_token', 'CCIPAT_'],
  },
};
