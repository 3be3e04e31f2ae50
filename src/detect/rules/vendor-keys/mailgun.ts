import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'mailgun',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: "Mailgun key: sends mail in its owner's name and reads what comes in.",
  anatomy: 'key- or pubkey- and 32 hexadecimal digits; newer ones are 32, 8 and 8 hexadecimal digits joined by hyphens',
  source: 'https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/',
  home: ['api.mailgun.net', 'api.eu.mailgun.net', '*.mailgun.net'],
  match: [
    { re: /(?<![A-Za-z0-9])(?:pub)?key-[0-9a-f]{32}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
    {
      re: /(?:mailgun|mg_api|signing)[\w .-]{0,30}["']?\s{0,3}[:=]\s{0,3}["']?(?<secret>[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8})(?![A-Za-z0-9])/i,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'key-f55ae382c943a24a243698a88b3df39a',
      'pubkey-3211e1d0e74b7760f777f1f2983ee6a5',
      'mailgun_signing_key: 180648530e997cf00206e4b3814bdcbd-b53f2db5-e0f1b737',
    ],
    silent: ['key-value', 'monkey-6565cd459f6270cfbead4d9373d54312'],
  },
};
