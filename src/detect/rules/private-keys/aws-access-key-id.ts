import { entropyOf } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

/** Who signed a link to one object for a while, which whoever keeps objects in S3 gives out: releases, models, images. */
const SIGNER = /x-amz-credential=["']?$|AWS4-HMAC-SHA256 Credential=$/i;
/** The same in links of the older signature, which the number of its signer and the signature make up. */
const OLDER_SIGNER = /(?:[?&;]|\\u0026)AWSAccessKeyId=$/;
const isSigner = (before: string, after: string): boolean =>
  SIGNER.test(before) ||
  (OLDER_SIGNER.test(before) && /^(?:&|\\u0026)(?:amp;)?(?:Signature|Expires|x-amz-)/i.test(after));

export const rule: Rule = {
  pattern: 'aws_access_key_id',
  variant: 'aws',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'cloud',
  about: 'AWS access key ID. With its secret half it acts as the account; alone it names the account and the user.',
  anatomy:
    'a four-letter kind (AKIA long-term, ASIA temporary, ABIA bearer, ACCA context, A3T older) and 16 of A-Z, 0-9',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids',
  home: ['*.amazonaws.com', '*.amazonaws.com.cn', '*.api.aws'],
  // Every presigned URL carries it in X-Amz-Credential.
  homeInUrl: true,
  match: [
    {
      re: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}(?![A-Za-z0-9])/,
      // DNA sequences and words in capitals have few different letters.
      accept: ({ before, text, after }) =>
        !isSigner(before, after) && (entropyOf(text.slice(4)) > 2.5 || /EXAMPLE|X{6}/.test(text)),
    },
  ],
  examples: {
    fires: [
      'AKIA7G4N2K9Q6M8R3T5V',
      'AWS_ACCESS_KEY_ID=ASIAQX5T3ZDNPL7WM2RB',
      '{"AccessKeyId":"ABIA3HL6JQFNJU5FEFG7"}',
      '?AWSAccessKeyId=ASIAQX5T3ZDNPL7WM2RB&SecretKey=x',
    ],
    silent: [
      '?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA7G4N2K9Q6M8R3T5V%2F20240101%2Fus-east-1%2Fs3%2Faws4_request',
      'https://shop.s3.amazonaws.com/a.pdf?AWSAccessKeyId=ASIAQX5T3ZDNPL7WM2RB&Signature=xjI%2B6hVAhO41t03nds%2BXZviYpRo%3D&Expires=1795000000',
      'Authorization: AWS4-HMAC-SHA256 Credential=AKIA7G4N2K9Q6M8R3T5V/20261122/eu-central-1/s3/aws4_request, SignedHeaders=host',
      'AKIA',
      'In our docs, AWS access keys start with AKIA.',
      'CGGACCACACCAGGACTTACAGTCAGT',
      'xAKIA7G4N2K9Q6M8R3T5V',
    ],
  },
};
