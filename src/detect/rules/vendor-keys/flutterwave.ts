import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

/** Different characters that twelve random ones have at least; a placeholder has one. */
const MIN_DISTINCT = 3;

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'flutterwave',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Flutterwave key: takes payments.',
  anatomy:
    'FLWSECK or FLWPUBK, optionally _TEST, -, 12 or 32 hexadecimal digits, optionally -X with the version in front of it',
  source: 'https://developer.flutterwave.com/v3.0/docs/authentication',
  home: ['api.flutterwave.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])FLW(?:SECK|PUBK)(?:_TEST)?-(?:[0-9a-z]{32}-(?:[0-9a-z]{11}vt-)?X|[0-9a-z]{12})(?![A-Za-z0-9])/i,
      accept: ({ secret }) => isVaried(secret) && new Set(secret.split('-')[1]).size > MIN_DISTINCT,
    },
  ],
  examples: {
    fires: [
      'FLWSECK-383e40175717920028365d105c7d2458-X',
      'FLWSECK-383e40175717920028365d105c7d2458-18f4a1b2c3dvt-X',
      'FLWSECK_TEST-60857b6ed46b',
    ],
    silent: ['FLWSECK_TEST-', 'FLWSECK_TEST-xxxxxxxxxxxx'],
  },
};
