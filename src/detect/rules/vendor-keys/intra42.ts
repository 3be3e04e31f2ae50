import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'intra42',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: '42 intra client secret: acts as the application.',
  anatomy: 's-s4t2, ud or af, -, 64 hexadecimal digits',
  source: 'https://api.intra.42.fr/apidoc',
  home: ['api.intra.42.fr'],
  match: [
    { re: /(?<![A-Za-z0-9])s-s4t2(?:ud|af)-[0-9a-f]{64}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: ['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'],
    silent: ['s-s4t2ud-'],
  },
};
