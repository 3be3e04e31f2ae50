import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'heroku',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Heroku key: all apps of its owner, with their settings and data.',
  anatomy: 'HRKU-AA and 58 base64url characters; a UUID behind heroku and key',
  source: 'https://devcenter.heroku.com/articles/authentication',
  home: ['api.heroku.com', '*.heroku.com'],
  match: [
    { re: /(?<![A-Za-z0-9])HRKU-AA[\w-]{56,60}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])HRKU-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/ },
    // Older keys have nothing in front.
    {
      re: /heroku[ _.-]?(?:api[ _.-]?)?key["']?\s?[:=?]{1,4}\s?["']?(?<secret>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w-])/i,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'HEROKU_KEY ?= "3227734f-fac2-b3a8-5ef3-b1ea01c673b5"',
      'HRKU-3227734f-fac2-b3a8-5ef3-b1ea01c673b5',
      'HRKU-AAk2DJKINe8gd8RRYseL5wSRc4OhUamE65wRIWVdbnnb6PCYbI2oP7kSVzp9',
    ],
    silent: ['heroku_app_id: 3227734f-fac2-b3a8-5ef3-b1ea01c673b5', 'HRKU-AA'],
  },
};
