import type { Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'azure-client-secret',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Secret of a Microsoft Entra application: acts as that application.',
  anatomy: '3 characters, a digit, Q~, 31 to 34 characters of base64url, dot and tilde',
  source: 'https://learn.microsoft.com/en-us/entra/identity-platform/howto-create-service-principal-portal',
  home: ['login.microsoftonline.com', '*.microsoftonline.com'],
  match: [{ re: /(?<![\w.~-])[\w.~]{3}\dQ~[\w.~-]{31,34}(?![\w~-])/, accept: ({ secret }) => looksRandom(secret) }],
  examples: {
    fires: [
      'client_secret=kR28Q~kj-tfub4ExRdlveAR2-UyRsFIUPlp6s9',
      '"pass": "3~v0Q~k_u7bgqU7E4k7VptrEEKDmVEsIQaSuE39"',
    ],
    silent: ['client_secret=bP88Q~xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', '~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~'],
  },
};
