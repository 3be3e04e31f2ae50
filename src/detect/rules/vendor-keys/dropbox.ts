import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'dropbox',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Dropbox token: reads and changes the files of its owner.',
  anatomy: 'sl., u. or B, and 130 or more base64url characters',
  source: 'https://developers.dropbox.com/oauth-guide',
  home: ['api.dropboxapi.com', '*.dropboxapi.com', '*.dropbox.com'],
  match: [{ re: /(?<![A-Za-z0-9])sl\.(?:u\.|B)[\w-]{130,}(?![\w-])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: [
      'sl.BkGJcOA3dGVsmeBVoGdNbRSSPc11WIaJk1wwC5o48PhxycHjrxdOQqNk1SykTe9au6xh4GU_raCvBknFEj0I6yDWfNp2RAbUPsxYmbVbSsqnTH6rZnXSKQLrC8_dcaDkR7kvU7hKQ09',
      'sl.u.kiAtSgUJTjE5q_-Jrk_94COIW3veBVJsU1gZT9rwzm-Qw_-FNkXo81y056lemcCuthki0aMLY0iveibtrMJJk_3HUach5N5CUfnCGloDk-WpjXJPXIRNw9QZq_6LcZ0V7jzEHlmx-sxIl_kFjpohN2DFuLt-n4bF0srxEYYWb1J3yhRsomccswKpSejgi8KZamEH7Fv9',
    ],
    silent: ['sl.base', 'ssl.BkcFIexL8hIJC6iEc3Aq9'],
  },
};
