import type { Candidate, Rule } from '../../rule.js';

/** What stands between the lines of PEM is found as that. */
const accept = ({ before }: Candidate): boolean => !/PRIVATE KEY-{5}/.test(before);

export const rule: Rule = {
  pattern: 'private_key_pem',
  variant: 'der',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'keys',
  about:
    'A private key in base64 without the lines around it, as settings in one line, Java and payment services have it.',
  anatomy:
    'base64 of the beginning of PKCS#8 (RSA, P-256, P-384, Ed25519, X25519), PKCS#1 or SEC 1; <InverseQ> of .NET in XML',
  source: 'https://www.rfc-editor.org/rfc/rfc5958 and https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2',
  match: [
    // PKCS#8: version 0, the identifier of the algorithm, and of RSA how long the key is.
    { re: /IBADANBgkqhkiG9w0BAQEFAASC(?<secret>[A-Za-z0-9+/]{60,})/, accept },
    { re: /AgEAMB[AM]GByqGSM49AgEG(?<secret>[A-Za-z0-9+/]{60,})/, accept },
    { re: /MC4CAQAwBQYDK2V[uw]BCIEI(?<secret>[A-Za-z0-9+/]{42,43}=?)(?![A-Za-z0-9+/])/, accept },
    // PKCS#1: version 0 and a modulus of 2,048, 3,072 or 4,096 bits.
    {
      re: /IBAAKCA[QYg]EA(?<secret>[A-Za-z0-9+/]{60,})/,
      accept: (candidate) => /MII[EGJ][A-Za-z0-9+/]{2}$/.test(candidate.before) && accept(candidate),
    },
    // SEC 1: version 1, 32 bytes, P-256.
    {
      re: /MHcCAQEEI(?<secret>[A-Za-z0-9+/]{60,})/,
      accept: (candidate) => /^.{43}oAoGCCqGSM49/.test(candidate.secret) && accept(candidate),
    },
    { re: /<InverseQ>\s{0,8}(?<secret>[A-Za-z0-9+/]{64})/, accept },
  ],
  examples: {
    fires: [
      'privateKey=MIIEugIBADANBgkqhkiG9w0BAQEFAASCBKQwggSgAgEAAoIBAQDdu7EPvxp4d6QERtw1hwjjpEDoIgSHtJx+qS65zhTfZWJtK222',
      'MIIG/QIBADANBgkqhkiG9w0BAQEFAASCBucwggbjAgEAAoIBgQCkDdl8s2OSKV2lT9IEeKq47m8id1MxCiazFhfEg4R2Xwsyp6BZ',
      '{"key":"MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgwuqRp7XSxeaxhP4XSYTJJsFmE6IMuJnVPuVw8yFIpPmhRANCAAQ7b82PnPL9M/dmY4h6Z3ch193NSk3S8E94ZNPN4MmkYrt0kTWrnU4JPmBaK5vIuEljI5zx8a2KUYHGl+NAdHIP"}',
      'JWT_KEY=MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDCNJqVap7uvpljupb5cZaluXStG0Ub7u55lRq1DlFQ12qfdj30I9Yvd',
      'MC4CAQAwBQYDK2VwBCIEINZVzuGub42wiKpMB26H6SokvRTOV0oJwibb3rwG4kqA',
      'MIIEpAIBAAKCAQEA0jxUFn6Kww+IeRreQXjUsn0GcH+NuRMcQN81uVt5623dlwxwwiQeSuZ5czi5iUldzg9HJIgOb6',
      'MHcCAQEEIJ9gcfEOv5LURJobAFrxJfexnr+IoUg7jFYWdakm0WKzoAoGCCqGSM49AwEHoUQDQgAEpQkYA7C3Y7yoiY',
      '<RSAKeyValue><InverseQ>Co9fSQdoLzxDhkNk3F6EMl35MAHm4eRLfhMka2DY6AzV6M1qn2YBmyx4N0fr1ocOx1xtHqbLMLL/29bE=</InverseQ>',
    ],
    silent: [
      'publicKey=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAksjbq+syutlUvSFMP42S6bnW38fJfwDYxrix+dSlayLjSpzhfk3S61wMrKyvL0r8Rt',
      'A key in PKCS#8 begins with MIIEvQIBADANBgkqhkiG9w0BAQEFAASC.',
      '-----BEGIN PRIVATE KEY-----MC4CAQAwBQYDK2VwBCIEIHHP5I9nG+YXxgKtN+bp9jok4qnt5DQjh0z6Mc4BaA9a-----END PRIVATE KEY-----',
      '<RSAKeyValue><Modulus>x</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>',
    ],
  },
};
