import type { Rule } from '../../rule.js';
import { hasHexChecksum } from '../../checks/crc32.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'cloudflare',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Cloudflare API token with a right checksum: changes domains, workers and their secrets.',
  anatomy:
    'cfat_ (account), cfut_ (user) or cfk_ (key), 40 letters and digits, 8 hexadecimal digits that are the CRC-32 of those 40',
  source: 'https://developers.cloudflare.com/fundamentals/api/get-started/create-token/',
  home: ['api.cloudflare.com', '*.cloudflare.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])cf(?:at|ut|k)_[A-Za-z0-9]{40}[0-9a-f]{8}(?![A-Za-z0-9])/,
      accept: ({ secret }) => hasHexChecksum(secret),
    },
  ],
  examples: {
    fires: [
      'cfat_HSi4PBb9okBCGiFGNBM8NVGGMm7wD6EmVNSKHmnJf1716ebc',
      'CLOUDFLARE_API_TOKEN=cfut_CV4NkaNRXYgxSLxJsXlqQgQBLn0AG4m37Ba6eHZM0fde5eef',
    ],
    silent: [
      'cfat_tooshort',
      'cfat_itQixNYiVpHPaWYqGEJdiav8OVDr2nUyoP8TNASw00000000',
      'xcfat_B0dzV3DgMzbF8FfK5XsnKuDBld2o80P5EwGioWFX34050931',
    ],
  },
};
