import type { Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'aws-secret-key',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'AWS secret access key: with its ID it acts as the account.',
  anatomy: '40 of base64 behind its name: what is set in code and settings, typed as a command, or stands in a table',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  match: [
    {
      re: /secret[ ._-]?access[ ._-]?key(?::[&' \w]{1,14})?[\s"'`:=>|,]{1,8}(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/i,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /aws[_-]?secret[_-]?(?:key)?["']?\s{0,3}[:=]>?\s{0,3}["']?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/i,
      accept: ({ secret }) => looksRandom(secret),
    },
  ],
  examples: {
    fires: [
      'aws_secret_access_key = kykeHqA2akSiaVCjhVkyhPE6rCjdVt4UktQ2SSf9',
      '{"SecretAccessKey":"knDDdJomqKb84uy1W8dRPC1RWjYLzlpDuJFSc3T9"}',
      'AWS_SECRET_KEY=k/IDrbbj5Cd2Mk1RHgOi1X5KwNr5Crt21qIGYbG9',
      'aws configure set aws_secret_access_key k/IDrbbj5Cd2Mk1RHgOi1X5KwNr5Crt21qIGYbG9 --profile dev',
      '| AWS_SECRET_ACCESS_KEY | `knDDdJomqKb84uy1W8dRPC1RWjYLzlpDuJFSc3T9` |',
      'let secret_access_key: &\'static str = "kykeHqA2akSiaVCjhVkyhPE6rCjdVt4UktQ2SSf9";',
      'spring.cloud.aws.secret.access.key=knDDdJomqKb84uy1W8dRPC1RWjYLzlpDuJFSc3T9',
    ],
    silent: [
      'aws_secret_access_key = ${AWS_SECRET}',
      'SecretAccessKey: string',
      'aws configure set aws_secret_access_key $SECRET',
      'The secret access key must be rotated every ninety days.',
      'aws_secret_access_key=k6eBBmP4u0NVNmh6j0wA',
    ],
  },
};
