import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'salesforce',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Salesforce session: everything that the signed-in user of a customer database may do.',
  anatomy: "00D and the organisation's number, !, 80 or more letters, digits, dots and underscores",
  source: 'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/quickstart_oauth.htm',
  home: ['*.salesforce.com', '*.force.com', '*.salesforce-sites.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?![A-Za-z0-9._]{80,160}(?![A-Za-z0-9._])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      '00D5f000004XYzQ!Asa6smYgOw9RTEzi1JGLEXa0sO40x9ehcZGvQfZnHg5wplQ70MxrbgPN9A5Ps05abweVOX3CFavUZdFf8DbklH7MDj.t5iov',
    ],
    silent: ['00D5f000004XYzQEA4', '00D5f000004XYzQ!short'],
  },
};
