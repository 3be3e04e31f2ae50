import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'atlassian',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Atlassian API token: Jira and Confluence as its owner.',
  anatomy: 'ATATT3, some 180 base64url characters, =, 8 hexadecimal digits of a checksum',
  source: 'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/',
  home: ['*.atlassian.net', 'api.atlassian.com', '*.atlassian.com', '*.jira.com'],
  match: [
    { re: /(?<![A-Za-z0-9])ATATT3[\w-]{100,}(?:=[A-F0-9]{8})?(?![\w=-])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      'ATATT3xFfGF0kSDIk_WM_DhnR_e7ctmLzZdZN3rDXAbT_0BwjiHqMCjiL8WhMgIDiQ6XFIFMg3iSFll62O5BvQoYybEOfg3eZQ8qnfokvT2vcs67duqFBwNIza3ZIom8uDKRc4PHCaTem1W4TGGstgZBxzi5rUYcpHJqwAF0inGmY_gKba_f99=C9EDF487',
    ],
    silent: ['ATATT3xFfGF0'],
  },
};
