import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'private_key_pem',
  variant: 'pem',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'keys',
  about:
    'A private key in PEM or ASCII armour: RSA, EC, OpenSSH, PKCS#8 (also encrypted), PGP. Its owner can be impersonated.',
  anatomy:
    '"-----BEGIN", a kind, "PRIVATE KEY", optionally "BLOCK", "-----", a line end, then base64 or armour header fields',
  source: 'https://www.rfc-editor.org/rfc/rfc7468 and https://www.rfc-editor.org/rfc/rfc9580#section-6.2',
  match: [
    {
      // Between header and body stand line ends, escaped once or more when the key is inside a string.
      re: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^A-Za-z0-9-]{0,12}(?:[nr]{1,2}[^A-Za-z0-9-]{0,8}){0,4}(?:[A-Za-z0-9+/]{16}|(?:Proc-Type|DEK-Info|Version|Comment|Hash): )/,
    },
    // The form of ssh.com's keys: four hyphens, blanks, perhaps header fields.
    {
      re: /---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----[^A-Za-z0-9-]{0,12}(?:[nr]{1,2}[^A-Za-z0-9-]{0,8}){0,4}(?:[A-Za-z0-9+/]{16}|(?:Subject|Comment): )/,
    },
    // In HTML the lines end in a tag, in code at times in a constant.
    {
      re: /PRIVATE KEY(?: BLOCK)?-----(?:<br ?\/?>|["'] ?[.+&] ?(?:PHP_EOL|vbCrLf|LF))[^A-Za-z0-9-]{0,8}[A-Za-z0-9+/]{16}/,
      accept: ({ before }) => /-----BEGIN [A-Z0-9 ]{0,40}$/.test(before),
    },
    // A log of a build puts the time or its step in front of each line.
    {
      re: /PRIVATE KEY-----(?:\\{0,2}r)?(?:\\{0,2}n|\s)[\d#][\d #.:+TZ-]* (?:MI|b3Bl)[A-Za-z0-9+/]{20}/,
      accept: ({ before }) => /-----BEGIN [A-Z0-9 ]{0,40}$/.test(before),
    },
  ],
  examples: {
    fires: [
      '-----BEGIN RSA PRIVATE KEY-----\nMIICWwIBAAKBgQCYdGaf5uYMsilGHfnx/zxXtihdGFr3hCWwebHGhgEAVn0x\n',
      '{"private_key":"-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\\n-----END PRIVATE KEY-----\\n"}',
      '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAAA+0AAAA3aWYtbW9kbntzaWdue2RzYS1uaXN0LXNoYTF9\n',
      '-----BEGIN RSA PRIVATE KEY-----\r\nProc-Type: 4,ENCRYPTED\r\n',
      '#6 0.245 -----BEGIN PRIVATE KEY-----\n#6 0.245 MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIB\n',
      '<pre>-----BEGIN EC PRIVATE KEY-----<br>MHcCAQEEIIFx1D2tN9uSHkZb4r0yYd0aGg5oVnKq7wJmXcE3sLpToAoGCCqGSM49',
      "$k = '-----BEGIN EC PRIVATE KEY-----'.PHP_EOL.\n'MHcCAQEEIIFx1D2tN9uSHkZb4r0yYd0aGg5oVnKq7wJmXcE3sLpToAoGCCqGSM49'.PHP_EOL.",
      '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQWGBGSVV4YBDAClvRnxezIRy2Yv7SFlzC0iFiRF\n',
    ],
    silent: [
      '---- BEGIN SSH2 PUBLIC KEY ----\nAAAAB3NzaC1kc3MAAACBAPY8ZOHY2yFSJA6XYC9HRwNHxaehvx5wOJ0rzZdzoSOXxbET\n',
      '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n',
      '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUR0Z5X2dP\n',
      "$lines = explode('-----BEGIN PRIVATE KEY-----'.PHP_EOL, $pem);",
      'A key file starts with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----.',
    ],
  },
};
