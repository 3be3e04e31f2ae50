import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'launchdarkly',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'LaunchDarkly access token or server-side key: reads and turns the switches of a running product.',
  anatomy: 'api- or sdk-, a UUID; mob- is public',
  source: 'https://launchdarkly.com/docs/home/account/api',
  home: ['*.launchdarkly.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9_/.-])(?:api|sdk)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![A-Za-z0-9-])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: { fires: ['sdk-c930eb9a-790c-47cb-a0c3-a3c48f543481'], silent: ['sdk-', 'api-v1-reference'] },
};
