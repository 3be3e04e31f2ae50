import type { Rule } from '../../rule.js';
import { isBasicCredential } from '../../checks/base64.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'npm-auth-line',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'A registry credential in an .npmrc line: publishes packages that others then run.',
  anatomy:
    '_authToken=, _auth= or _password= behind a registry, and a UUID or base64; _auth= and base64 of user:password',
  source: 'https://docs.npmjs.com/cli/v11/configuring-npm/npmrc#auth-related-configuration',
  home: ['registry.npmjs.org', '*.npmjs.org', '*.npmjs.com'],
  match: [
    {
      re: /\/\/[\w-][\w./:-]*\/:_(?:authToken|auth|password)\s{0,2}=\s{0,2}["']?(?<secret>[\w./+=-]{16,80})/,
      accept: ({ secret }) => isVaried(secret),
    },
    // As registries of companies hand it out, for all of them.
    {
      re: /(?<![\w./:-])_auth\s?=\s?["']?(?<secret>[A-Za-z0-9+/]{12,200}={0,2})/,
      accept: ({ secret }) => isBasicCredential(secret),
    },
  ],
  examples: {
    fires: [
      '//registry.npmjs.org/:_authToken=3f54b7e0-45fc-a1c2-77db-34a5fde36463',
      '//npm.pkg.stranger.invalid/:_authToken = "7f5eb949-75a5-285c-c012-d58c91eb17fb"',
      '//registry.stranger.invalid:4873/npm/:_auth=kiPVy5MdigFIvZ+MJA1/Fz0NgSxaFSrNyCLc1G89',
      '_auth = YWxpY2U6cXo4MW14cDJ2ajV3\nalways-auth = true',
    ],
    silent: [
      '//registry.npmjs.org/:_authToken=${NPM_TOKEN}',
      '//registry.npmjs.org/:_auth',
      '_auth = dGhlIHNhbXBsZSBub25jZSBvZiBhbGw=',
      'registry=https://registry.npmjs.org/',
    ],
  },
};
