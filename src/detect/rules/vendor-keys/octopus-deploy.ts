import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'octopus-deploy',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Octopus Deploy key: deploys as its owner.',
  anatomy: 'API- and 26 capitals and digits',
  source: 'https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key',
  match: [
    {
      re: /(?<![A-Za-z0-9])API-[A-Z0-9]{26}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret) && hasDigitAndLetter(secret),
    },
  ],
  examples: { fires: ['API-XILRBNA25XLGSFFH5YYZXRSSOU'], silent: ['api-c99e353f761d318322c853c03e', 'API-REFERENCE'] },
};
