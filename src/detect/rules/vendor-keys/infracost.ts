import type { Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'infracost',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Infracost key: reads cost estimates.',
  anatomy: 'ico- and 32 letters and digits',
  source: 'https://www.infracost.io/docs/',
  home: ['pricing.api.infracost.io', '*.infracost.io'],
  match: [{ re: /(?<![A-Za-z0-9])ico-[A-Za-z0-9]{32}(?![A-Za-z0-9])/, accept: ({ secret }) => looksRandom(secret) }],
  examples: {
    fires: ['ico-dv4Hf67i9orAwGybTGXdcUkawlZqrSJe'],
    silent: ['ico-XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX', 'ico-arrow-left'],
  },
};
