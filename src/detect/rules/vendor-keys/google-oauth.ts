import type { Rule } from '../../rule.js';
import { isVaried, looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'google-oauth',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Google OAuth access token, refresh token or client secret: acts as its user or app.',
  anatomy: 'ya29. and base64url; 1//0 and base64url; GOCSPX- and 28 base64url characters',
  source: 'https://developers.google.com/identity/protocols/oauth2',
  home: ['*.googleapis.com', '*.google.com', 'accounts.google.com'],
  match: [
    { re: /(?<![A-Za-z0-9])ya29\.[\w-]{30,}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])GOCSPX-[\w-]{28}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])1\/\/0[\w-]{60,}(?![\w-])/, accept: ({ secret }) => looksRandom(secret) },
  ],
  examples: {
    fires: [
      'ya29.a0kkGpjrh_zrfFBcAm-MMJPbMxUc8FuLBYKN9hhEXoExA8pyhbyA4np3_06jHKK4hyU1oz3x4-j8rtkMHE84JexhCt4bTIr-gEe6p0uyg6YlANEu1J-DKeF42vAP_PuoDIKgbzlSxhhBNTTHWyqumSY9',
      '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',
      '"refresh_token": "1//0gkYeOMvpMmpKRP-Wpma2RLl-iMCf9eXPs8UVFKS-w7yhSGQT-u7ElKGT74zWdWFpwk29pNDYjHFWklHDaXkTyp_QqpKzVQO9"',
    ],
    silent: ['ya29.com', 'GOCSPX-', 'https://1//0'],
  },
};
