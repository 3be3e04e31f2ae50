import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'bitbucket',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Bitbucket app password or repository token.',
  anatomy:
    'ATBB and 32 letters and digits, of which the last 8 are a checksum; ATCTT3 and some 180 base64url characters; BBDC- (Data Center) and some 44',
  source: 'https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/',
  home: ['bitbucket.org', '*.bitbucket.org'],
  match: [
    { re: /(?<![A-Za-z0-9])ATBB[A-Za-z0-9]{24}[A-F0-9]{8}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
    {
      re: /(?<![A-Za-z0-9])BBDC-[A-Za-z0-9+/@_-]{40,50}(?![A-Za-z0-9+/@_-])/,
      accept: ({ secret }) => isVaried(secret),
    },
    { re: /(?<![A-Za-z0-9])ATCTT3[\w=-]{120,}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      'BBDC-6rBdlW9eBOvE0mJ484S48BjW8JIWSAtTpZsnkS9PhqpG',
      'ATBBvFMUrEp66MOXEtm4eBX2DGwgE06ADB53',
      'ATCTT3kEo4hRQt1symPRUxEo2lv_iiLtbo5kD339yM677H3bpSjlsbcScSa4A1_o_HBBLr7LQNsmlxoyPeV6RSmF5_2dQHupGuin-eOH6CyD9KC-MLuWHelkLriIDwBXAW_o0yDM5oVmnNOcOHuPx55wGZ7fx1RDhRooKEm23cPksAF9=BFACFF95',
    ],
    silent: ['ATBBshort', 'BBDC-'],
  },
};
