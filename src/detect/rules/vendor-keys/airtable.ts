import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'airtable',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Airtable token: reads and changes the bases that it was given.',
  anatomy:
    'pat and 14 letters and digits, a dot, 64 hexadecimal digits, behind a name or the Bearer scheme; 17 letters and digits, the older form, set to a name with airtable',
  source: 'https://airtable.com/developers/web/api/authentication',
  home: ['api.airtable.com'],
  match: [
    { re: /(?<![A-Za-z0-9])pat[A-Za-z0-9]{14}\.[0-9a-f]{64}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
    {
      re: /airtable[._-]?(?:api[._-]?|access[._-]?)?(?:key|token)['"]? {0,3}[=,:]{1,4} {0,3}['"]?(?<secret>[A-Za-z0-9]{17})(?![A-Za-z0-9])/i,
      accept: ({ secret }) => hasDigitAndLetter(secret) && isVaried(secret),
    },
  ],
  examples: {
    fires: ['Authorization: Bearer pat2RCRX3wAvS5apT.e8ec35878bba846549b0f55e5024e00d6eb2d83dfcbdd5c9effbe6b795e9788f'],
    silent: ['airtable = patience', 'airtable_key=tableOfEverything'],
  },
};
