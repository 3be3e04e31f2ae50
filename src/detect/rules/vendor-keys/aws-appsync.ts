import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'aws-appsync',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Key of an AWS AppSync interface: whatever its GraphQL schema opens without a user.',
  anatomy: 'da2-, 26 lower-case letters and digits',
  source: 'https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#api-key-authorization',
  home: ['*.amazonaws.com'],
  match: [{ re: /(?<![A-Za-z0-9])da2-[a-z0-9]{26}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['da2-dw8aqs5p94mwzs54w2lovttnns'], silent: ['da2-', 'da2-short'] },
};
