import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, hasMixedCase, isVaried } from '../../checks/randomness.js';

/** A certificate, a key or a checksum in base64 holds four such letters once in a few hundred lines. */
const isInBase64 = (before: string, after: string): boolean =>
  /[A-Za-z0-9+/]{40}\r?\n$|[A-Za-z0-9]\+$|[A-Za-z0-9+/]{30}\/$|(?:^|\W)sha\d{1,3}[=:-]$/.test(before) ||
  /^\r?\n[A-Za-z0-9+/]{40}|^[+/][A-Za-z0-9+/]{30}|^\+[A-Za-z0-9]/.test(after);

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'artifactory',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'JFrog Artifactory key, encrypted password or reference token.',
  anatomy:
    'AKC or AP with a version digit, then 10 or more letters and digits; cmVmd, which is "ref" in base64, and 59 of base64',
  source: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/api-key',
  home: ['*.jfrog.io', '*.jfrog.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])(?:AKC|AP(?:[0-4]|[5-9]|B))[A-Za-z0-9]{10,90}(?![A-Za-z0-9])/,
      accept: ({ before, secret, after }) =>
        !isInBase64(before, after) &&
        (isVaried(secret) ? hasDigitAndLetter(secret) && hasMixedCase(secret) : /^A[KP]..?x{10}$/.test(secret)),
    },
    { re: /(?<![A-Za-z0-9])cmVmd[A-Za-z0-9]{59}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      'X-JFrog-Art-Api: AKCp8XqpkveXmLNiQLb8e96Z3Q9lq2a9c27dx2LraAynFCaisBEIXaynyalYb5dGBXuAxOfgy',
      'AP6g9mXfbN3XirqyHayL5fm2IuCYV4F725I',
      'cmVmdkZmNBkFkdxEJ6k9JOIHKH1hkPVtY4R8rRDncgqVUOca3pkSURTzAzNHNZh9',
    ],
    silent: [
      'AKCELERATION',
      'APACHEHTTPSERVER',
      'APIKEYAUTHENTICATION',
      'cmVmdXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
      'AKCxxxxxxxx',
      'BAf8wDQYJKoZIhvcNAQEFBQADggEBAf8wDQYJKoZIhvcNAQEFBQADggEBAf8wDQYJ\nAP0hOBZmLqdWHyGcBvod7bkixTgm2E5P7KN\n',
      'lib/a.py,sha256=AP58970HW1gZt4SahyQLhc2gwwD6VyfRMkInfCbtfts',
    ],
  },
};
