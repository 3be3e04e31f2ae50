import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'leaked_cloud_credentials',
  variant: 'metadata-answer',
  threat: 'EXFIL',
  direction: 'inbound',
  severity: 'critical',
  confidence: 'high',
  group: 'leakage',
  about:
    'The answer of a cloud metadata service with credentials in it: something let a request through to 169.254.169.254.',
  anatomy:
    'the JSON that the AWS instance metadata service answers with: Code Success, Type AWS-HMAC, an AccessKeyId that begins with ASIA',
  source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html',
  match: [{ re: /"Type"\s{0,4}:\s{0,4}"AWS-HMAC",\s{0,8}"AccessKeyId"\s{0,4}:\s{0,4}"(?<secret>ASIA[A-Z0-9]{16})"/ }],
  examples: {
    fires: [
      '{\n  "Code" : "Success",\n  "LastUpdated" : "2026-11-20T10:00:00Z",\n  "Type" : "AWS-HMAC",\n  "AccessKeyId" : "ASIAQX5T3ZDNPL7WM2RB"',
    ],
    silent: ['"Type" : "AWS-HMAC"', '"AccessKeyId": "string"', '{"Type":"AWS-HMAC","AccessKeyId":"AKIA..."}'],
  },
};
