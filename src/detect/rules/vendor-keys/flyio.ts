import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'flyio',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Fly.io token: all apps of its organisation.',
  anatomy: 'fo1_ and 43 base64url characters; fm1r_, fm1a_ or fm2_ and a macaroon in base64',
  source: 'https://fly.io/docs/security/tokens/',
  home: ['api.fly.io', 'api.machines.dev', '*.fly.io'],
  match: [
    { re: /(?<![A-Za-z0-9])fo1_[\w-]{43}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    {
      re: /(?<![A-Za-z0-9])fm(?:1[ar]|2)_[A-Za-z0-9+/]{100,}={0,3}(?![A-Za-z0-9+/])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'fo1_kYlqxTWZw7u6RcwGYtIBUvO-DB_JZ-tI6lmEdndn_r9',
      'FlyV1 fm2_kktT923sfYFGbBnFSOeW2oKVXiOo2PgHtzwz6EUa1mNK5gkJbwVCcvYCcts+ui2GbmCSWELqI1ncpcnzeS+sVDMoVMHINPF4n/1Imr7jG7zsaoTg2pdpBPWCawbbxi+IqHoMzGSt/A0QoHnLhew5Lezqdm06tJ8Vrw2p2g0o47N1M9OtMowEfN7XDvRiRx4aJg4LbShlDXclF7ZVRqgiv9A163PKanuqIpctgmNKXsPb62N+oSd/F/8ew0160pN2pkBnCi5JrQ3SSPPEnm4T9JP06GrXq8v+nWavRqKiOrSEKbKkMV9eUkyZ7INeyAF832ox9q2/520t3T3AwC1UWNCIYxBryFYVGEgBHTFC+1tr9n3Mx05kz9V8JeHaH7kHzQ7c32PnzymB32O9=',
    ],
    silent: ['fo1_short', 'fm2_'],
  },
};
