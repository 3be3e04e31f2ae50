import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'defined-networking',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Defined Networking (Nebula) key: changes the private network.',
  anatomy: 'dnkey- and 26 and 52 base64url characters',
  source: 'https://docs.defined.net/guides/automating-host-creation/',
  home: ['api.defined.net'],
  match: [{ re: /(?<![A-Za-z0-9])dnkey-[\w=-]{26}-[\w=-]{52}(?![\w=-])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['dnkey-kl8_pJr4OohE3Fk_BOiMpL9Cl9-k5CpBpAuHJzcRpdPDnDdi6s42fUankgKQ8WMSdPWP_SS_keG-My9'],
    silent: ['dnkey-id'],
  },
};
