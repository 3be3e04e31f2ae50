import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'digitalocean-spaces',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'DigitalOcean Spaces key, or a registry credential.',
  anatomy: 'DO00 or DO801 and capitals and digits, 20 in all',
  source: 'https://docs.digitalocean.com/products/spaces/how-to/manage-access/',
  home: ['*.digitaloceanspaces.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])DO(?:00|801)[A-Z0-9]{15,16}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret) && hasDigitAndLetter(secret),
    },
  ],
  examples: { fires: ['DO00NGTZ5ETNAA4V5EU1'], silent: ['DO00'] },
};
