import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'adobe',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Adobe client secret: acts as the application.',
  anatomy: 'p8e- and 32 hexadecimal digits',
  source: 'https://developer.adobe.com/developer-console/docs/guides/credentials/',
  home: ['*.adobe.io', 'ims-na1.adobelogin.com', '*.adobelogin.com'],
  match: [{ re: /(?<![A-Za-z0-9])p8e-[0-9a-f]{32}(?![A-Za-z0-9])/i, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['p8e-80d3ec959b18d9ad0caa91acfe4c168c'], silent: ['p8e-'] },
};
