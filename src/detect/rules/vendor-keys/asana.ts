import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'asana',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Asana token: reads and changes tasks as its owner.',
  anatomy: 'a digit, /, 15 or more digits, optionally / and 16 digits, a colon, 32 hexadecimal digits',
  source: 'https://developers.asana.com/docs/personal-access-token',
  home: ['app.asana.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])[12]\/1\d{14,16}(?:\/1\d{14,16})?:[0-9a-f]{32}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      '1/1054800273442921:f848c902d730e002f5f3d9f8a4f14d7b',
      '2/1761606517246301/1494796647030329:34bc204487910d6ec1912e8602bb1304',
    ],
    silent: ['1/2:3'],
  },
};
