import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'matrix',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Matrix access token: reads and writes in the rooms of its owner.',
  anatomy: 'syt_, the name of the account in base64, _, 20 letters, _, a checksum of 6 letters and digits',
  source: 'https://spec.matrix.org/latest/client-server-api/#client-authentication',
  home: ['matrix.org', '*.matrix.org'],
  match: [
    {
      re: /(?<![A-Za-z0-9])syt_[A-Za-z0-9+/]{2,128}={0,2}_[A-Za-z]{20}_[A-Za-z0-9]{6}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: { fires: ['syt_cm9ib3Q_KpVDrhunlYFsTFXdpnvA_0Zk3Qx'], silent: ['syt_user_token_secret'] },
};
