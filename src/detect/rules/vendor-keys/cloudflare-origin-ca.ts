import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'cloudflare-origin-ca',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Cloudflare Origin CA key: issues certificates for the account.',
  anatomy: 'v1.0-, 24 hexadecimal digits, -, 146 hexadecimal digits',
  source: 'https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/',
  home: ['api.cloudflare.com'],
  match: [
    { re: /(?<![A-Za-z0-9])v1\.0-[0-9a-f]{24}-[0-9a-f]{146}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      'v1.0-47ab54b843bc5b7828987728-668414616c0001fd2571a5aa5fb228ce889ac4d8764814d24f2a39e7b1f9560c4342ba03876c2024f2b11b6b91cf11a3796913ee33692b4a5d95790872596185e5e8a3d456e7eb2ee8',
    ],
    silent: ['v1.0-beta'],
  },
};
