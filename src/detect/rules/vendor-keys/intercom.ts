import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'intercom',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Intercom access token: reads the conversations with customers, and answers them.',
  anatomy: 'base64 of tok: and what follows it',
  source: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication',
  home: ['api.intercom.io', '*.intercom.io'],
  match: [
    {
      re: /(?<![A-Za-z0-9+/_-])dG9rO[A-Za-z0-9+/]{50,60}={1,2}(?![A-Za-z0-9+/=])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: { fires: ['dG9rOjRcOaQuVLpAjq5we2rLtzqCytByttbpYNzZIH6TzG1V6TNold5PiRr='], silent: ['dG9rOg=='] },
};
