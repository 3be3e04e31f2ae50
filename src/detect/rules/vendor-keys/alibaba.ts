import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'alibaba',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Alibaba Cloud access key ID; its secret half stands near it.',
  anatomy: 'LTAI and 12 to 20 letters and digits',
  source: 'https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair',
  home: ['*.aliyuncs.com', '*.aliyun.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])LTAI[A-Za-z0-9]{12,20}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret) && hasDigitAndLetter(secret),
    },
  ],
  examples: { fires: ['LTAI5tOLqkeJye6jhgfKsJnp'], silent: ['LTAI', 'FLTAI'] },
};
