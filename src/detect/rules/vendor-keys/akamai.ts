import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'akamai',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Akamai EdgeGrid token: changes what a content network delivers, in the name of its customer.',
  anatomy: 'akab-, 16 lower-case letters and digits, -, 16 more',
  source: 'https://techdocs.akamai.com/developer/docs/edgegrid',
  home: ['*.akamaiapis.net'],
  match: [
    { re: /(?<![A-Za-z0-9])akab-[a-z0-9]{16}-[a-z0-9]{16}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      'access_token = akab-acc35tq7k0zn81mx-v2jw5s49f3kq0z81',
      'client_token: "akab-c113ntq0z81mxp2v-j5w97f3kq0z81mxp"',
    ],
    silent: ['akab-host.luna.akamaiapis.net', 'akab-xxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx'],
  },
};
