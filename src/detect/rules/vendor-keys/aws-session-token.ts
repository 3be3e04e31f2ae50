import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

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
    silent: ['IQoJb3JpZ2lu'],
  },
};
