import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'contentful',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Contentful token: reads and changes content.',
  anatomy: 'CFPAT- and 43 base64url characters',
  source: 'https://www.contentful.com/developers/docs/references/authentication/',
  home: ['api.contentful.com'],
  match: [{ re: /(?<![A-Za-z0-9])CFPAT-[\w-]{43}(?![\w-])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['CFPAT-kScGVEHJwGR1EcpqdrhPrMfJvaCTIHBBL03q75xbB89'], silent: ['CFPAT-'] },
};
