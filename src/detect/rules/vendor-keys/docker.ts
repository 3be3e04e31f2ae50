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
  anatomy:
    'dckr_, pat (personal) or oat (organisation), _, 27 or more base64url characters; SWMTKN-1- or SWMKEY-1- of a swarm',
  source: 'https://docs.docker.com/security/access-tokens/',
  home: ['hub.docker.com', '*.docker.io', '*.docker.com'],
  match: [
    { re: /(?<![A-Za-z0-9])dckr_(?:pat|oat)_[\w-]{27,40}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    // Whoever has it joins a swarm, as a manager perhaps; the key opens what managers write to disk.
    { re: /SWMTKN-1-[a-z0-9]{50}-[a-z0-9]{25}(?![a-z0-9])/, accept: ({ secret }) => isVaried(secret) },
    { re: /SWMKEY-1-[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      'dckr_pat_k6kibqeD6CoN_AWhmI555mA2LI9',
      'docker login -p dckr_oat_ktOL-Xh1wiARLThb9YqExOuJwV5bmZV9',
      'docker swarm join --token SWMTKN-1-4qk8vlx29zmw0t7d5hn3cs6yb1rgpf8ju2ae4ok7xiv9wz3m5q-8t1nr6yc3fgu0pbk5dhsj7wxe 10.0.0.4:2377',
      'SWMKEY-1-7c37Cc8654o6p38HnroywCi19pllOnGtbdZEgtKxZu8',
    ],
    silent: [
      'docker swarm join --token SWMTKN-1-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxx',
      'dckr_pat_',
      'dckr_pat_xxxxxxxxxxxxxxxxxxxxxxxxxxx',
    ],
  },
};
