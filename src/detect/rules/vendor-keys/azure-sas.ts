import type { Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'azure-sas',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'vendor-keys',
  about: 'Azure shared access signature: whoever has the link reads or writes what it is for until it expires.',
  anatomy: 'an address with sv=, sp= or se= and sig=, percent-encoded base64 of 32 bytes',
  source: 'https://learn.microsoft.com/en-us/azure/storage/common/storage-sas-overview',
  home: ['*.windows.net', '*.azure.com', '*.azure.net', '*.visualstudio.com', '*.githubusercontent.com'],
  homeInUrl: true,
  match: [{ re: /[?&]sig=(?<secret>[A-Za-z0-9%+/]{43,63}(?:%3D|=))/i, accept: ({ secret }) => looksRandom(secret) }],
  examples: {
    fires: [
      'https://a.blob.core.windows.net/c/f?sv=2024-11-04&sp=r&sig=k1RtKjqneScWwoVEVwsyJEtF5SKWnyVzijvUzxYweM9%3D',
    ],
    silent: ['?sig=short', '&sig='],
  },
};
