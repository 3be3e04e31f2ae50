import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

/** A link that was signed in a role says which session signed it; what signs is the secret half, which is not in it. */
const IN_SIGNED_LINK = /(?:[?&;]|\\u0026)x-amz-security-token=$/i;

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'aws-session-token',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'AWS session token: acts as a role for hours.',
  anatomy: 'base64 that begins with the header of a session (IQoJb3JpZ2lu, FwoGZXIvYXdz, FQoGZXIvYXdz)',
  source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html',
  home: ['*.amazonaws.com', '*.amazonaws.com.cn', '*.api.aws'],
  homeInUrl: true,
  expected: ({ before }) => IN_SIGNED_LINK.test(before),
  match: [
    {
      re: /(?<![A-Za-z0-9])(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)[A-Za-z0-9+/=%]{100,}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'aws_session_token=IQoJb3JpZ2luk+j3qFPHrZu3iC76uzEwUrukXIwF3CF9AwXMlABKcFHGeDMsOM7BxY+cHrmRTgA/LV4UjQ+FGHUfBo9rSIIKRObpMgPnFMRutyU9l1npH1fKFLU4lbWsFTu7TajXnm33fdWhon5uCyXXiFv+XtpPwQOFapicYP7h8UVNHA8w2fc/yINVulh5QPc6BwOnvtij3KkGFBe4vpQe7RtyQsPxjbMYJmDWrkGnv2KrNOsL+YQm4K6NdKr9ZixNiDvIwPRD6ivJE46mKuFAt8UXFNqsGR2etOXWAV1UBDe0i/qYY5V9',
    ],
    silent: [
      'IQoJb3JpZ2lu',
      'https://shop.s3.amazonaws.com/a.pdf?X-Amz-Expires=300&X-Amz-Security-Token=IQoJb3JpZ2luk%2Bj3qFPHrZu3iC76uzEwUrukXIwF3CF9AwXMlABKcFHGeDMsOM7BxY%2BcHrmRTgA%2FLV4UjQ%2BFGHUfBo9rSIIKRObpMgPnFMRutyU9l1npH1fKFLU4lbWsFTu7TajXnm33fdWhon5uCyXXiFv&X-Amz-Signature=4a5f2c9d8e7b6a5948372615041f3e2d1c0b9a8f7e6d5c4b3a29180706f5e4d3',
    ],
  },
};
