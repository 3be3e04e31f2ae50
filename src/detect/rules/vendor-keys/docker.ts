import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'docker',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Docker access token: pulls private images, and pushes ones that others then run.',
  anatomy: 'dckr_, pat (personal) or oat (organisation), _, 27 or more base64url characters',
  source: 'https://docs.docker.com/security/access-tokens/',
  home: ['hub.docker.com', '*.docker.io', '*.docker.com'],
  match: [{ re: /(?<![A-Za-z0-9])dckr_(?:pat|oat)_[\w-]{27,40}(?![\w-])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['dckr_pat_k6kibqeD6CoN_AWhmI555mA2LI9', 'docker login -p dckr_oat_ktOL-Xh1wiARLThb9YqExOuJwV5bmZV9'],
    silent: ['dckr_pat_', 'dckr_pat_xxxxxxxxxxxxxxxxxxxxxxxxxxx'],
  },
};
