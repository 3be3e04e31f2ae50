import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'private_key_file',
  variant: 'age',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'keys',
  about: 'An age identity: decrypts every file that was encrypted for it.',
  anatomy:
    'AGE-SECRET-KEY-1 (or AGE-PLUGIN-NAME-1) and 58 characters of bech32 in capitals, the last six of them a checksum',
  source: 'https://github.com/C2SP/C2SP/blob/main/age.md',
  match: [
    { re: /(?<![A-Za-z0-9])AGE-SECRET-KEY-(?:PQ-)?1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}/ },
    { re: /(?<![A-Za-z0-9])AGE-PLUGIN-[A-Z0-9-]{2,20}-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{20,200}/ },
  ],
  examples: {
    fires: [
      'AGE-SECRET-KEY-10GH7YQ7SWV77EFWFCQY2ZNP37CMEUGHXZGLDSMN6CK6W4P325XD3J8Y779',
      'AGE-PLUGIN-YUBIKEY-1MVG4H3K0YQZ7TWX8NSR29UJ5FDLPC6E2A8',
    ],
    silent: ['age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p', 'AGE-SECRET-KEY-1'],
  },
};
