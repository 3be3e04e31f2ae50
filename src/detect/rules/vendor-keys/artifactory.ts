import { isWordy } from '../../checks/words.js';
import type { Candidate, Rule } from '../../rule.js';
import { hasDigitAndLetter, hasMixedCase, isVaried } from '../../checks/randomness.js';

/** What a lock file or a list of files has in front of a checksum. */
const CHECKSUM = /(?:^|\W)sha\d{1,3}[=:-]$/;
/** A number of 128 bits in base64url, as services name their objects: its last letter stands for two of them. */
const IDENTIFIER = /^\w{21}[AQgw]$/;

/** An API key as Artifactory makes them. */
const API_KEY = /^AKCp[A-Za-z0-9]{69}$/;
/**
 * What stands in front of a key, if it is not the text itself: a name that says what it is, a user, a path, a blank. In
 * lists of identifiers one of twenty thousand begins as these keys do.
 */
const BESIDE_KEY =
  /(?:art|jfrog|pass|pwd|psw|key|token|secret|auth|cred|login|bearer|basic|-p)[\w.-]{0,24}\W{0,8}$|\w[:/]$|\s$/i;
const isAlone = ({ before, fromStart }: Candidate): boolean => fromStart && /^\W*$/.test(before);

/** Where a message of Firebase is to arrive: `...:APA91b...`, public as an address is. */
const PUSH_ADDRESS = 'APA91b';

const isKey = ({ before, secret }: Candidate): boolean =>
  !CHECKSUM.test(before) &&
  !secret.startsWith(PUSH_ADDRESS) &&
  !IDENTIFIER.test(secret) &&
  (isVaried(secret)
    ? hasDigitAndLetter(secret) && hasMixedCase(secret) && !isWordy(secret)
    : /^A[KP]..?x{10}$/.test(secret));

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
    'AKC or AP with a hexadecimal digit of the version, then 10 or more letters and digits; cmVmd, which is "ref" in base64, and 59 of base64',
  source: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/api-key',
  home: ['*.jfrog.io', '*.jfrog.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])(?:AKC|AP(?:[0-4]|[5-9]|[A-F]))[A-Za-z0-9]{10,90}(?![A-Za-z0-9])/,
      accept: (candidate) =>
        (API_KEY.test(candidate.secret) || isAlone(candidate) || BESIDE_KEY.test(candidate.before)) && isKey(candidate),
    },
    { re: /(?<![A-Za-z0-9])cmVmd[A-Za-z0-9]{59}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      'APAg9mXfbN3XirqyHayL5fm2IuCYV4F725I',
      'X-JFrog-Art-Api: AKCp8XqpkveXmLNiQLb8e96Z3Q9lq2a9c27dx2LraAynFCaisBEIXaynyalYb5dGBXuAxOfgy',
      'AP6g9mXfbN3XirqyHayL5fm2IuCYV4F725I',
      'curl -u deploy:AP6g9mXfbN3XirqyHayL5fm2IuCYV4F725I https://repo.stranger.invalid/',
      'cmVmdkZmNBkFkdxEJ6k9JOIHKH1hkPVtY4R8rRDncgqVUOca3pkSURTzAzNHNZh9',
    ],
    silent: [
      'dGVzdHRva2Vu:APA91bH8f3kQ2j9xLm4vT7wZp1s',
      'APFloat32TypeSemantics',
      'APDUResponse2Handler',
      'AKCELERATION',
      'APACHEHTTPSERVER',
      'APIKEYAUTHENTICATION',
      'cmVmdXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
      'AKCxxxxxxxx',
      'BAf8wDQYJKoZIhvcNAQEFBQADggEBAf8wDQYJKoZIhvcNAQEFBQADggEBAf8wDQYJ\nAP0hOBZmLqdWHyGcBvod7bkixTgm2E5P7KN\n',
      '{"id":"AP3kT5w0XzVb1YtH7rLhJQ"}',
      'lib/a.py,sha256=AP58970HW1gZt4SahyQLhc2gwwD6VyfRMkInfCbtfts',
      '{"object":"record","id":"AP4h8Zq2LmXw7Rt"}',
    ],
  },
};
