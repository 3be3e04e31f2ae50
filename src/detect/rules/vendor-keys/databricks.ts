import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'databricks',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Databricks token: data and clusters of its workspace.',
  anatomy: 'dapi, 32 hexadecimal digits, optionally - and a digit; dose for OAuth secrets',
  source: 'https://docs.databricks.com/aws/en/dev-tools/auth/pat',
  home: ['*.cloud.databricks.com', '*.azuredatabricks.net', '*.gcp.databricks.com', '*.databricks.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])(?:dapi|dose)[0-9a-f]{32}(?:-\d)?(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['dapi23c08554fe17e31956ffeb9069638d3a', 'token = dapiea94f5fa53ec83d6d55970c4628ac9e5-2'],
    silent: ['dapihello', 'dapi123456789012345678a9bc01234defg5'],
  },
};
