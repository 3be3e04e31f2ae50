import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'turnstile',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Turnstile secret key: tells that visitors of a page are people.',
  anatomy: '0x4AAAAAA and 26 of base64url; the key of a page is shorter',
  source: 'https://developers.cloudflare.com/turnstile/get-started/',
  home: ['challenges.cloudflare.com'],
  homeInBody: true,
  match: [{ re: /(?<![A-Za-z0-9])0x4AAAAAA[\w-]{26}(?![\w-])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['0x4AAAAAAPkPTrcgbUGh6CvjJKL8IjfhrNk'], silent: ['0x4AAAAAAADnPIDROrmt1Wwj'] },
};
