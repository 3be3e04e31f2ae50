import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'snyk',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Snyk token: reads the findings and settings of its owner or of a service account.',
  anatomy: 'snyk_uat. or snyk_sat., 8 characters, a dot, base64url; a UUID behind snyk and key or token',
  source: 'https://docs.snyk.io/snyk-api/authentication-for-api',
  home: ['api.snyk.io', '*.snyk.io'],
  match: [
    { re: /(?<![A-Za-z0-9])snyk_[us]at\.[a-z0-9]{8}\.[\w.-]{40,300}/, accept: ({ secret }) => isVaried(secret) },
    // That of a person is a UUID.
    {
      re: /snyk[ _.-]?(?:(?:api|oauth)[ _.-]?)?(?:key|token)["']?\s?[:=?]{1,4}\s?["']?(?<secret>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w-])/i,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'SNYK_KEY ?= "3227734F-FAC2-B3A8-5EF3-B1EA01C673B5"',
      'snyk_uat.4017cdf8.m14GenaSiRSd3MBlfECBvJAFq4GgNrFxbKG8qYSd4fis0xZM41pb2QS353F2hUU6MxRXwurevxxphZgiZ3QYv4',
    ],
    silent: [
      'snyk_org_id: 3227734f-fac2-b3a8-5ef3-b1ea01c673b5',
      'snyk_uat.token',
      'snyk_uat.service1.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    ],
  },
};
