import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'okta',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Okta token: signs people in and reads who they are.',
  anatomy: 'SSWS and 00 and 40 base64url characters, or 00 and 40 behind the name',
  source: 'https://developer.okta.com/docs/guides/create-an-api-token/main/',
  home: ['*.okta.com', '*.oktapreview.com'],
  match: [
    {
      re: /(?:SSWS |okta[\w .-]{0,20}["']?\s{0,3}[:=]\s{0,3}["']?)(?<secret>00[\w-]{39,40})(?![\w-])/i,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'Authorization: SSWS 00kMB7YA8-bjqPU353-G8_AgS5kgdwwG6bNgm7KYv9',
      'oktaApiToken: "00kTlFd-QPh1F8d52WvoyRDN5aAwUiZCGn1ku1jK39"',
    ],
    silent: ['okta_token = $OKTA'],
  },
};
