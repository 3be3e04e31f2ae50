import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'mapbox',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Mapbox secret token: acts on the account and its cost.',
  anatomy: 'sk.eyJ and base64url, a dot, 22 base64url characters',
  source: 'https://docs.mapbox.com/accounts/guides/tokens/',
  home: ['api.mapbox.com', '*.mapbox.com'],
  homeInUrl: true,
  match: [{ re: /(?<![A-Za-z0-9])sk\.eyJ[\w-]{50,}\.[\w-]{22}(?![\w-])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: [
      'sk.eyJk6L8nS6H45fgMitkhr3uc5QVg6vwDYpmq8_D4F-3SfHGoebhHbGIbCJzoHEDsMjx-cUcoceMyjCxiVf9.kvqV3PLGj7ZcGIWaT8zjS9',
    ],
    silent: [
      'pk.eyJkGGBS2-NzmquREfG_g56W0tnWVtzmF9X3HETfYBbZw0nKHGSRoG6EZB5yzglZ4rAXqecIiwdQyI45ZQ9.kcl0bfdPs3ojikorRiIDB9',
      'sk.eyJ',
    ],
  },
};
