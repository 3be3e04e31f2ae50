import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'harness',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Harness token: deploys as its owner.',
  anatomy: 'pat. or sat., 22 base64url characters, 24 hexadecimal digits and 20 letters and digits, joined by dots',
  source: 'https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys',
  home: ['app.harness.io'],
  match: [
    {
      re: /(?<![A-Za-z0-9])(?:pat|sat)\.[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['pat.ke5xQo-pXI16C_yZkwVTv9.c194ebcbd16ecbc96d8370c3.l1sfDQP7mbMukamDQL8N'],
    silent: ['pat.a.b.c'],
  },
};
