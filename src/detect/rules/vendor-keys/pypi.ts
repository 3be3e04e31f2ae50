import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'pypi',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'PyPI upload token: publishes packages that others then run.',
  anatomy:
    'pypi- and a macaroon in base64url that begins with the site: AgEIcHlwaS5vcmc is pypi.org, AgENdGVzdC5weXBpLm9yZw is test.pypi.org',
  source: 'https://pypi.org/help/#apitoken',
  home: ['upload.pypi.org', 'pypi.org', 'test.pypi.org'],
  match: [
    {
      re: /(?<![A-Za-z0-9])pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[\w-]{50,}(?![\w-])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'pypi-AgEIcHlwaS5vcmckC5aKR1jpknSxXQprZoJqz0of_8uUoYW2HNiG_yQMktcr57uJJn130R2F9lRQoGqFrHy5bWLB7mgeyINSyA8AFJhR15Cmdz0x1rSdyleidgGWX4lCPZApoJPoddkYb8FymvAvof0wxp1VAqxl05Xw9',
      'password = pypi-AgENdGVzdC5weXBpLm9yZwkNEns9aFxkGzI9y9d4ceDx1DTTRdOMmkJlP0tkTY6XPINg1luCJc6xVfuXesFaASP24MbeSyHQnugvLGVjmpAZW8fffXbaLeuF-JB_0mAxFB77kMS-GYkHJUW5MDHKxyGW6zAttMz74gLOrDr5RF79',
    ],
    silent: ['pypi-AgEIcHlwaS5vcmc', 'pypi-server'],
  },
};
